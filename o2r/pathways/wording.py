"""What pathways say in French: what is missing, what the clock means. Pure."""

from o2r.pathways import states
from o2r.pathways.clock_rules import Clock, Standing
from o2r.territory.typography import typographic

MISSING = {
    states.INFORMED: "La personne n’a pas été informée de ses droits : notez-le dans « Accords ».",
    states.ELIGIBLE: "Le droit d’entrer n’est pas vérifié : faites-le d’abord.",
    states.REFERENT: "Personne n’est référent de ce dossier : nommez quelqu’un.",
    states.TRUST: (
        "Le contact n’est pas encore de confiance : il l’est au deuxième contact, ou si la "
        "personne le choisit."
    ),
    states.EXITED: "Dites d’abord où va la personne : notez sa sortie.",
}


def blocked_words(clock: Clock, *, is_to_come: bool = False) -> str:
    """Why a new act of intensive accompaniment is refused, and what stays possible.

    ``is_to_come``: the time is not over today, but will be on the day of the act.
    """
    end = f"{clock.end_on:%d/%m/%Y}" if clock.end_on else ""
    reached = "atteindra" if is_to_come else "a atteint"
    if clock.is_derogated:
        return typographic(
            f"L’accompagnement intensif {reached} ses {clock.months_allowed} mois le {end} : "
            "aucune dérogation ne va au-delà. Les rencontres, les promesses, les relais et les "
            "premières semaines d’emploi restent ouverts."
        )
    return typographic(
        f"L’accompagnement intensif {reached} ses {clock.months_allowed} mois le {end}. Pour "
        "continuer, notez une dérogation avec l’un des quatre motifs ; sinon, préparez un relais. "
        "Les rencontres, les promesses, les relais et les premières semaines d’emploi restent "
        "ouverts."
    )


def clock_words(clock: Clock, standing: Standing, used: int) -> str:
    """The clock in one sentence."""
    if standing is Standing.NOT_STARTED or clock.end_on is None:
        return "L’accompagnement intensif n’a pas commencé : le temps n’est pas compté."
    months = f"{used} mois sur {clock.months_allowed}"
    end = f"{clock.end_on:%d/%m/%Y}"
    return typographic(
        {
            Standing.RUNNING: f"{months}. Six mois le {clock.informed_on:%d/%m/%Y}.",
            Standing.INFORMED: (
                f"{months} : six mois sont passés. Préparez la suite, avant le {end}."
            ),
            Standing.ALERT: (
                f"{months} : l’accompagnement intensif se termine le {end}. Préparez un relais, ou "
                "une dérogation si l’un des quatre motifs est là."
            ),
            Standing.OVER: f"Le temps est passé depuis le {end}. Sans dérogation, un relais suit.",
            Standing.DEROGATED: f"{months}, par dérogation. Fin le {end}.",
            Standing.LAST_ALERT: f"{months} : fin définitive le {end}. Préparez le relais.",
            Standing.EXHAUSTED: f"Les douze mois sont passés depuis le {end}.",
        }[standing]
    )
