"""The diagnoses and the plans of a demonstration: of invented people, by what they are called."""

from dataclasses import dataclass

from o2r.pathways.diagnosis.enums import ActionBy, ActionState, Degree
from o2r.pathways.diagnosis.services.diagnosing import Said
from o2r.people.examples import INES

D = Degree


@dataclass(frozen=True)
class ExampleDiagnosis:
    """One version, some days ago. ``first``: what counts most for the person."""

    ago: int
    said: dict[str, Said]
    first: tuple[str, ...]
    strengths: tuple[str, ...] = ()
    other_strength: str = ""
    summary: str = ""


@dataclass(frozen=True)
class ExampleAction:
    """One action; ``due``: in how many days; ``state``: where it stands."""

    what: str
    by: ActionBy
    due: int
    state: ActionState = ActionState.PLANNED
    partner: str = ""


@dataclass(frozen=True)
class ExampleObjective:
    words: str
    barrier: str
    actions: tuple[ExampleAction, ...]
    code: str = ""


@dataclass(frozen=True)
class ExampleStory:
    """What was said and planned with somebody, by whom."""

    known_as: str
    by: str
    diagnoses: tuple[ExampleDiagnosis, ...]
    objectives: tuple[ExampleObjective, ...]


BILOU = ExampleStory(
    "Bilou",
    INES,
    diagnoses=(
        ExampleDiagnosis(
            ago=21,
            said={
                "logement": Said(
                    D.BLOCKING, D.BLOCKING, ("ft-24",), "Je change de canapé tout le temps."
                ),
                "mobilite": Said(D.RESOURCE, D.REAL, ("ft-7",)),
                "projet_metier": Said(D.SLIGHT, D.REAL),
                "finances": Said(D.REAL, D.BLOCKING, ("ft-29",)),
                "numerique": Said(D.SLIGHT, D.SLIGHT),
                "droits_administratif": Said(D.UNSAID, D.NOT_EXPLORED),
            },
            first=("logement", "finances"),
            strengths=("debrouille", "entourage"),
            summary="D’abord un endroit où dormir. Le reste après, un pas à la fois.",
        ),
        ExampleDiagnosis(
            ago=4,
            said={
                "logement": Said(
                    D.REAL, D.BLOCKING, ("ft-24",), "Le foyer, ça va, mais c’est pour un mois."
                ),
                "mobilite": Said(D.RESOURCE, D.SLIGHT, ("ft-7",)),
                "projet_metier": Said(D.RESOURCE, D.SLIGHT, (), "La cuisine, en vrai."),
                "finances": Said(D.REAL, D.REAL, ("ft-34",)),
                "numerique": Said(D.SLIGHT, D.SLIGHT),
                "confiance_lien_social": Said(D.SLIGHT, D.RESOURCE),
                "droits_administratif": Said(D.UNSAID, D.REAL),
            },
            first=("logement", "projet_metier"),
            strengths=("debrouille", "entourage", "envie"),
            other_strength="Cuisine pour dix, avec trois fois rien",
            summary="Il dort au foyer. Il veut essayer la cuisine, en vrai, pas dans un bureau.",
        ),
    ),
    objectives=(
        ExampleObjective(
            "Rester au foyer, puis une chambre à moi",
            "logement",
            (
                ExampleAction("Appeler le SIAO ensemble", ActionBy.TOGETHER, 2),
                ExampleAction(
                    "Garder une place après le mois d’essai",
                    ActionBy.PARTNER,
                    12,
                    ActionState.UNDER_WAY,
                    partner="le foyer des Remparts",
                ),
            ),
        ),
        ExampleObjective(
            "Essayer la cuisine, deux jours",
            "projet_metier",
            (
                ExampleAction("Visiter la cuisine de la ressourcerie", ActionBy.PERSON, 5),
                ExampleAction("Demander une immersion", ActionBy.COLLEAGUE, -1),
            ),
            code="cdb-o3",
        ),
    ),
)
ZAZA = ExampleStory(
    "Zaza",
    INES,
    diagnoses=(
        ExampleDiagnosis(
            ago=8,
            said={
                "famille_garde": Said(D.REAL, D.SLIGHT, ("ft-10",)),
                "droits_administratif": Said(
                    D.BLOCKING, D.REAL, ("ft-38",), "Le rendez-vous à la préfecture me fait peur."
                ),
                "langue_calcul": Said(D.RESOURCE, D.RESOURCE),
            },
            first=("droits_administratif",),
            strengths=("langues", "soin-des-autres"),
        ),
    ),
    objectives=(
        ExampleObjective(
            "Avoir mes papiers",
            "droits_administratif",
            (ExampleAction("Aller à la préfecture avec elle", ActionBy.TOGETHER, 3),),
            code="ft-o9",
        ),
    ),
)
STORIES = (BILOU, ZAZA)
