"""A demonstration: invented places in communes that exist, where teams went, what a school sent."""

from dataclasses import dataclass
from datetime import time

from o2r.accounts import demo
from o2r.outreach.enums import Awareness, SignalAnswer
from o2r.outreach.enums import PlaceKind as Kind

ORGANISATION = demo.PASSERELLES
PLANNER = "sami.belloc@passerelles.example"
TEAM = ("ines.valmont@passerelles.example", PLANNER)
VIENNE, PONT_EVEQUE, ROUSSILLON, PEAGE = "38544", "38318", "38344", "38298"
CENTRE, VALLEY = "Centre-ville", "Vallée"

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
WORKING_DAYS = (1, 2, 3, 4, 5)
Hours = tuple[tuple[int, ...], time, time]


@dataclass(frozen=True)
class ExamplePlace:
    """One place. ``hours``: ISO days, from, to; ``visited``: days ago."""

    name: str
    kind: Kind
    commune: str
    sector: str
    hours: tuple[Hours, ...] = ()
    visited: tuple[int, ...] = ()
    rhythm: int = 14
    minutes: int = 30
    needs_two: bool = True
    where: str = ""
    safety_note: str = ""
    closed_for: int = 0
    is_left: bool = False


PLACES = (
    ExamplePlace(
        "Parvis de la gare",
        Kind.STATION,
        VIENNE,
        CENTRE,
        hours=((EVERY_DAY, time(7), time(22)),),
        visited=(33, 19),
        rhythm=7,
        where="Côté bus, sous l’auvent",
    ),
    ExamplePlace(
        "Hôtel du Passage",
        Kind.HOTEL,
        VIENNE,
        CENTRE,
        hours=((EVERY_DAY, time(16), time(21)),),
        visited=(27,),
        rhythm=14,
        where="Entrée par la cour ; sonner à l’accueil",
    ),
    ExamplePlace(
        "Distribution de la place Haute",
        Kind.FOOD,
        VIENNE,
        CENTRE,
        hours=(((3,), time(17), time(19, 30)), ((6,), time(10), time(12))),
        visited=(16, 2),
        rhythm=14,
        minutes=40,
        needs_two=False,
    ),
    ExamplePlace(
        "Café associatif Le Palier",
        Kind.THIRD_PLACE,
        VIENNE,
        CENTRE,
        hours=(((2, 3, 4, 5), time(14), time(19)),),
        visited=(12,),
        rhythm=28,
        needs_two=False,
    ),
    ExamplePlace(
        "Gymnase des Remparts",
        Kind.SPORT,
        VIENNE,
        CENTRE,
        hours=(((2, 4), time(18), time(22)),),
        visited=(23,),
        rhythm=21,
    ),
    ExamplePlace(
        "Sortie du lycée professionnel",
        Kind.SCHOOL,
        PONT_EVEQUE,
        CENTRE,
        hours=((WORKING_DAYS, time(11, 30), time(13, 30)), (WORKING_DAYS, time(16), time(18, 15))),
        visited=(16,),
        rhythm=28,
        minutes=20,
    ),
    ExamplePlace(
        "Parking du supermarché",
        Kind.STREET,
        ROUSSILLON,
        VALLEY,
        hours=((EVERY_DAY, time(19), time(1)),),
        visited=(9,),
        rhythm=14,
        where="Au fond, près de la station de lavage",
        safety_note="Mal éclairé. On se gare face à la sortie, on reste à vue l’un de l’autre.",
    ),
    ExamplePlace(
        "Terrain derrière la voie ferrée",
        Kind.LIVING_PLACE,
        PEAGE,
        VALLEY,
        hours=((EVERY_DAY, time(10), time(20)),),
        rhythm=14,
        safety_note="Chiens attachés à l’entrée : s’annoncer de loin. Pas de réseau au fond.",
    ),
    ExamplePlace(
        "Arrêt de bus Les Roches",
        Kind.STATION,
        PEAGE,
        VALLEY,
        hours=(((1, 2, 3, 4, 5, 6), time(7), time(20)),),
        visited=(9,),
        rhythm=14,
        minutes=15,
        needs_two=False,
    ),
    ExamplePlace(
        "Marché du dimanche",
        Kind.SHOP,
        ROUSSILLON,
        VALLEY,
        hours=(((7,), time(8), time(12)),),
        visited=(30,),
        rhythm=28,
        needs_two=False,
    ),
    ExamplePlace(
        "Groupe d’entraide en ligne",
        Kind.DIGITAL,
        VIENNE,
        "",
        visited=(5,),
        rhythm=7,
        minutes=20,
        needs_two=False,
    ),
    ExamplePlace(
        "Centre social des Coteaux",
        Kind.THIRD_PLACE,
        ROUSSILLON,
        VALLEY,
        hours=((WORKING_DAYS, time(9), time(18)),),
        visited=(20,),
        rhythm=28,
        needs_two=False,
        closed_for=12,
    ),
    ExamplePlace(
        "Ancien foyer des Tilleuls", Kind.HOTEL, VIENNE, CENTRE, visited=(61,), is_left=True
    ),
)

SCHOOL = "Collège fictif des Tilleuls, vie scolaire"
SCHOOL_SENDER, SCHOOL_PHONE = "Mme Exemple, vie scolaire", "01 99 00 00 00"


@dataclass(frozen=True)
class ExampleSignal:
    """What a school sends, so many days ago. ``place``: where somebody goes; ``answer``: told once
    nobody was found."""

    ago: int
    commune: str
    words: str
    whereabouts: str
    person_knows: Awareness
    place: str = ""
    answer: SignalAnswer | None = None


SIGNALS = (
    ExampleSignal(
        1,
        VIENNE,
        "Un grand frère vient chaque soir chercher une élève. Il dit ne dormir nulle part.",
        "Devant le portail, vers 17 h",
        Awareness.UNSURE,
    ),
    ExampleSignal(
        4,
        ROUSSILLON,
        "Une ancienne élève dort dans une voiture depuis la rentrée.",
        "Parking du supermarché, le soir",
        Awareness.AGREES,
        place="Parking du supermarché",
    ),
    ExampleSignal(
        20,
        PEAGE,
        "Deux garçons de 17 ans passent leurs journées à l’arrêt de bus, sans école.",
        "Arrêt Les Roches, l’après-midi",
        Awareness.IGNORES,
        answer=SignalAnswer.PASSED,
    ),
)
