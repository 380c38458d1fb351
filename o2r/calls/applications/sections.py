"""What an application says, section by section. Pure.

The sections follow the five families of criteria of the cahier des charges (arrêté of 26 June 2024,
annexe 1, part II) and the mentions of the convention (D.5316-3): what is written once here is read
by the committee, then annexed to the convention.
"""

from dataclasses import dataclass

PROJECT = "project"
CONSORTIUM = "consortium"
BUDGET = "budget"
PIECES = "pieces"
LONGEST_ANSWER = 6000


@dataclass(frozen=True)
class TextAsked:
    """One text of a section. ``limit``: in characters."""

    code: str
    label: str
    help: str
    is_required: bool = True
    limit: int = LONGEST_ANSWER


@dataclass(frozen=True)
class Section:
    """A page of the application. ``criterion``: the family of the grid that it answers, if any."""

    code: str
    label: str
    texts: tuple[TextAsked, ...] = ()
    criterion: str = ""


SECTIONS: tuple[Section, ...] = (
    Section(
        PROJECT,
        "Le projet",
        (
            TextAsked(
                "summary",
                "Le projet en quelques lignes",
                "Ce que vous ferez, pour qui, où. Ce texte paraîtra sur la carte publique si le "
                "projet est retenu.",
                limit=1500,
            ),
            TextAsked(
                "expertise",
                "Votre expérience",
                "Ce que vous savez déjà faire auprès de ces personnes, et ce qui le montre.",
            ),
        ),
    ),
    Section(CONSORTIUM, "Le consortium"),
    Section(
        "pathway",
        "Le parcours proposé",
        (
            TextAsked(
                "outreach",
                "Aller vers et repérer",
                "Où, quand et comment vous rencontrerez les personnes que personne ne voit plus.",
            ),
            TextAsked(
                "remobilisation",
                "Remobiliser",
                "Ce que vous proposerez entre la rencontre et l’accompagnement.",
                is_required=False,
            ),
            TextAsked(
                "support",
                "Accompagner",
                "L’accompagnement intensif : rythme, durée, référentiel utilisé.",
                is_required=False,
            ),
            TextAsked(
                "individual_care",
                "S’adapter à chaque personne",
                "Comment le parcours change selon les besoins de chacun.",
            ),
        ),
        criterion="C1",
    ),
    Section(
        "needs",
        "La réponse aux besoins",
        (
            TextAsked(
                "relevance",
                "Pertinence pour le public et le territoire",
                "Les besoins que vous avez constatés et ce qui, dans vos activités, y répond.",
            ),
            TextAsked(
                "complementarity",
                "Complémentarité avec l’existant",
                "Qui agit déjà sur ce territoire, et ce que vous ajoutez.",
            ),
            TextAsked(
                "stage_reference",
                "Référentiel de chaque étape",
                "Pour chaque étape choisie, comment vous tiendrez ce que demande le cahier des "
                "charges.",
            ),
            TextAsked(
                "equality_outreach",
                "Égalité entre les femmes et les hommes : le repérage",
                "Comment vous rencontrerez autant les femmes que les hommes.",
                limit=3000,
            ),
            TextAsked(
                "equality_barriers",
                "Égalité entre les femmes et les hommes : lever les freins",
                "Garde d’enfants, mobilité, violences… ce que vous ferez.",
                limit=3000,
            ),
            TextAsked(
                "equality_trades",
                "Égalité entre les femmes et les hommes : mixité des métiers",
                "Comment vous ouvrirez le choix des métiers.",
                limit=3000,
            ),
        ),
        criterion="C2",
    ),
    Section(
        "anchoring",
        "L’ancrage territorial",
        (
            TextAsked(
                "anchoring",
                "Votre place sur le territoire",
                "Vos lieux, vos liens avec les habitants et les institutions.",
            ),
            TextAsked(
                "partners",
                "Vos partenaires",
                "Organismes référents, services sociaux, santé, logement, entreprises.",
            ),
        ),
        criterion="C3",
    ),
    Section(
        "governance",
        "La gouvernance",
        (
            TextAsked(
                "governance",
                "Pilotage et coordination",
                "Qui décide, qui coordonne, à quel rythme, et la place des personnes accompagnées.",
            ),
            TextAsked(
                "evaluation",
                "Suivi et évaluation",
                "Ce que vous mesurerez et comment vous en rendrez compte.",
            ),
        ),
        criterion="C4",
    ),
    Section(
        "economy",
        "Le modèle économique",
        (
            TextAsked(
                "staff_means",
                "Moyens humains",
                "Postes, qualifications, temps de travail.",
            ),
            TextAsked("material_means", "Moyens matériels", "Lieux, véhicules, outils."),
            TextAsked(
                "cost_method",
                "Comment le coût est calculé",
                "Coûts complets : ce qui est compté, les clés de répartition des charges communes.",
            ),
        ),
        criterion="C5",
    ),
    Section(BUDGET, "Le budget"),
    Section(PIECES, "Les pièces jointes"),
)

TEXTS: dict[str, TextAsked] = {text.code: text for part in SECTIONS for text in part.texts}
SECTION_OF: dict[str, str] = {text.code: part.code for part in SECTIONS for text in part.texts}


def section(code: str) -> Section:
    """The section of this code. Raises KeyError."""
    found = next((part for part in SECTIONS if part.code == code), None)
    if found is None:
        raise KeyError(code)
    return found
