"""The committees of a demonstration: invented, like everyone who sits there."""

from dataclasses import dataclass

from o2r.network.committees.enums import InstanceKind

REGION = "84"
REGIONAL = "Comité régional pour l’emploi Auvergne-Rhône-Alpes (exemple)"
DEPARTMENTAL = "Comité départemental pour l’emploi de l’Isère (exemple)"
SELECTION = "Comité de sélection O2R (exemple)"


@dataclass(frozen=True)
class ExampleMember:
    """Someone who does not exist. ``organisation``: one of the demonstration, if any."""

    name: str
    body: str
    function: str
    email: str
    organisation: str = ""
    is_chair: bool = False


@dataclass(frozen=True)
class ExampleMeeting:
    """A meeting, some days from today. ``present``: how many members came, once it is over."""

    days: int
    place: str
    agenda: str
    is_plenary: bool = True
    quorum: int | None = None
    present: int | None = None


@dataclass(frozen=True)
class ExampleInstance:
    """One invented instance, installed some days ago."""

    kind: InstanceKind
    name: str
    chairs: str
    members: tuple[ExampleMember, ...]
    meetings: tuple[ExampleMeeting, ...]
    zone: str = ""
    installed_days_ago: int = 500


INSTANCES = (
    ExampleInstance(
        kind=InstanceKind.REGIONAL,
        name=REGIONAL,
        chairs="préfet de région ; président du conseil régional",
        members=(
            ExampleMember(
                "Éloïse Bertin",
                "Préfecture de région d’exemple",
                "préfète de région",
                "eloise.bertin@prefecture.example",
                is_chair=True,
            ),
            ExampleMember(
                "Marc Duvernois",
                "Conseil régional d’exemple",
                "vice-président à l’emploi",
                "marc.duvernois@region.example",
                is_chair=True,
            ),
            ExampleMember(
                "Karim Tessier",
                "Mission locale d’Aubrelieu",
                "conseiller",
                "karim.tessier@mission-locale.example",
                organisation="Mission locale d’Aubrelieu",
            ),
        ),
        meetings=(
            ExampleMeeting(
                -320,
                "Préfecture, salle des fêtes",
                "Priorités de la région.\nBilan de la première année.",
                quorum=2,
                present=3,
            ),
        ),
    ),
    ExampleInstance(
        kind=InstanceKind.DEPARTMENTAL,
        name=DEPARTMENTAL,
        chairs="préfet ; président du conseil départemental",
        zone="dep:38",
        members=(
            ExampleMember(
                "Solène Charvet",
                "Préfecture d’exemple de l’Isère",
                "sous-préfète à l’emploi",
                "solene.charvet@prefecture.example",
                is_chair=True,
            ),
            ExampleMember(
                "Bruno Vasseur",
                "Département d’exemple",
                "directeur de l’insertion",
                "bruno.vasseur@departement.example",
            ),
            ExampleMember(
                "Sami Belloc",
                "Les Passerelles du Val d’Essai",
                "coordinateur",
                "sami.belloc@passerelles.example",
                organisation="Les Passerelles du Val d’Essai",
            ),
        ),
        meetings=(
            ExampleMeeting(-90, "Grenoble", "Publics sans solution : état des lieux.", present=2),
            ExampleMeeting(21, "Grenoble", "Priorités de l’année.", quorum=2),
        ),
    ),
    ExampleInstance(
        kind=InstanceKind.SELECTION,
        name=SELECTION,
        chairs="directrice régionale",
        members=(
            ExampleMember(
                "Hélène Aubry",
                "DREETS de démonstration",
                "chargée d’instruction",
                "helene.aubry@dreets.example",
                organisation="DREETS de démonstration",
                is_chair=True,
            ),
            ExampleMember(
                "Noémie Lacaze",
                "France Travail d’exemple",
                "directrice territoriale",
                "noemie.lacaze@france-travail.example",
            ),
            ExampleMember(
                "Étienne Morel",
                "Agence d’exemple de la santé",
                "référent précarité",
                "etienne.morel@sante.example",
            ),
            ExampleMember(
                "Aminata Sy",
                "Conseil régional d’exemple",
                "cheffe de service",
                "aminata.sy@region.example",
            ),
        ),
        meetings=(
            ExampleMeeting(10, "DREETS, salle 2", "Choix des projets.", is_plenary=False, quorum=3),
        ),
    ),
)
