"""What the teams of a demonstration noted: meetings, promises, reports. All invented."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from o2r.outreach.enums import Channel, EncounterKind, Need, NextStep, ObservationKind
from o2r.people.examples import HUGO, INES

GATE, HOTEL, FOOD, CAFE = (
    "Parvis de la gare",
    "Hôtel du Passage",
    "Distribution de la place Haute",
    "Café associatif Le Palier",
)
GYM, SCHOOL, CAR_PARK, ONLINE = (
    "Gymnase des Remparts",
    "Sortie du lycée professionnel",
    "Parking du supermarché",
    "Groupe d’entraide en ligne",
)
MARKET, CENTRE = "Marché du dimanche", "Centre social des Coteaux"
FORMER = "Ancien foyer des Tilleuls"


@dataclass(frozen=True)
class ExamplePromise:
    """``due_in``: days from today, before or after; ``kept``: it was, since."""

    what: str
    due_in: int
    kept: bool = False


@dataclass(frozen=True)
class ExampleMeeting:
    """What somebody noted, so many days ago. ``who``: what people are called; none: counted."""

    ago: int
    place: str = ""
    who: tuple[str, ...] = ()
    by: str = INES
    kind: EncounterKind = EncounterKind.MEETING
    channel: Channel = Channel.STREET
    counts: Mapping[str, int] = field(default_factory=dict)
    needs: tuple[Need, ...] = ()
    words: str = ""
    mood: int | None = None
    minutes: int | None = None
    next_step: NextStep | None = None
    promise: ExamplePromise | None = None


def _seen(ago: int, place: str, **counts: int) -> ExampleMeeting:
    return ExampleMeeting(ago, place, kind=EncounterKind.PASSAGE, counts=counts)


MEETINGS = (
    _seen(61, FORMER, women=2, men=5),
    ExampleMeeting(61, FORMER, ("Titi",), needs=(Need.HOUSING,), minutes=20),
    ExampleMeeting(61, FORMER, ("Rosa",), needs=(Need.READING,), minutes=15),
    ExampleMeeting(
        40,
        "",
        ("Lucien",),
        by=HUGO,
        channel=Channel.OFFICE,
        needs=(Need.RIGHTS, Need.WORK),
        minutes=45,
    ),
    _seen(33, GATE, women=1, men=4, unknown=2),
    ExampleMeeting(33, GATE, ("Bilou",), needs=(Need.HOUSING,), mood=3, minutes=10),
    ExampleMeeting(30, MARKET, ("Rosa",), needs=(Need.FOOD, Need.READING), minutes=25),
    _seen(27, HOTEL, women=4, men=2, minors=3),
    ExampleMeeting(27, HOTEL, ("Zaza",), minutes=10),
    ExampleMeeting(23, GYM, ("Titi",), needs=(Need.HEALTH,), minutes=15),
    _seen(23, GYM, men=6, minors=2),
    ExampleMeeting(20, CENTRE, kind=EncounterKind.REFUSAL, counts={"men": 1}),
    ExampleMeeting(
        19,
        GATE,
        ("Bilou",),
        needs=(Need.WORK, Need.TRAIN),
        words="Je veux refaire de la cuisine, mais pas dans un bureau.",
        mood=5,
        minutes=30,
        next_step=NextStep.COME_BACK,
        promise=ExamplePromise("Demander quand la mission locale reçoit", -12, kept=True),
    ),
    _seen(16, SCHOOL, minors=8, unknown=3),
    _seen(16, FOOD, women=7, men=5, minors=2),
    ExampleMeeting(12, CAFE, ("Maëlle",), by=HUGO, channel=Channel.THIRD_PLACE, minutes=20),
    ExampleMeeting(
        9,
        CAR_PARK,
        ("Zaza", "Nino"),
        needs=(Need.RIGHTS,),
        minutes=25,
        next_step=NextStep.COME_BACK,
    ),
    ExampleMeeting(
        9,
        CAR_PARK,
        ("Zaza",),
        words="Mon frère, il faut qu’il retourne au lycée. Moi, ça va.",
        promise=ExamplePromise("Apporter au café l’adresse de la permanence des droits", -1),
    ),
    _seen(9, CAR_PARK, men=5),
    ExampleMeeting(
        6,
        HOTEL,
        ("Samira", "Yas"),
        by=HUGO,
        needs=(Need.HOUSING, Need.READING),
        minutes=40,
        next_step=NextStep.APPOINTMENT,
        promise=ExamplePromise("Trouver une interprète pour le rendez-vous", 3),
    ),
    ExampleMeeting(5, ONLINE, ("Zaza",), channel=Channel.DIGITAL, minutes=5),
    _seen(2, FOOD, women=6, men=7, minors=1, unknown=2),
    ExampleMeeting(
        2,
        FOOD,
        ("Bilou",),
        needs=(Need.WORK,),
        words="Si vous venez avec moi, j’y vais.",
        mood=6,
        minutes=20,
        next_step=NextStep.GO_TOGETHER,
        promise=ExamplePromise("L’accompagner à la mission locale, à pied depuis la gare", 1),
    ),
    ExampleMeeting(
        2, FOOD, ("Titi",), minutes=5, promise=ExamplePromise("Rapporter un duvet chaud", 0)
    ),
)
OFFICE_HOURS = frozenset({Channel.OFFICE, Channel.THIRD_PLACE, Channel.DIGITAL})
"""Those noted in the afternoon; the others, in the evening."""


@dataclass(frozen=True)
class ExampleReport:
    """The report of one day of the team."""

    ago: int
    text: str
    transmissions: str = ""
    priorities: str = ""


TEAM_NAME = "Maraude du soir"
REPORTS = (
    ExampleReport(
        9,
        "Parking plein, du monde jusqu’à 21 h. Ambiance calme.",
        transmissions="Le gardien du supermarché demande qu’on le salue en arrivant.",
    ),
    ExampleReport(
        2,
        "Distribution très fréquentée, plus de femmes seules que d’habitude.",
        transmissions="La soupe finit à 19 h désormais : arriver avant.",
        priorities="Repasser à la gare : personne n’y est allé depuis presque trois semaines.",
    ),
)


@dataclass(frozen=True)
class ExampleObservation:
    """Something the team noticed, so many days ago."""

    ago: int
    kind: ObservationKind
    place: str
    text: str


OBSERVATIONS = (
    ExampleObservation(
        23,
        ObservationKind.CLOSED,
        FORMER,
        "Le foyer est fermé et muré. Ceux qui y dormaient sont partis vers l’hôtel et la gare.",
    ),
    ExampleObservation(
        2, ObservationKind.PRESENCE, FOOD, "Deux fois plus de monde qu’il y a un mois."
    ),
)
