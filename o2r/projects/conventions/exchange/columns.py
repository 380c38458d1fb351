"""The columns of a file of conventions, as documented on the import screen."""

from o2r.projects.exchange.columns import Column
from o2r.projects.exchange.tables import Sheet

YEARS = (1, 2, 3)


def _year_columns(rank: int) -> tuple[Column, ...]:
    return (
        Column(
            f"montant_{rank}",
            f"Contribution de l’État de l’année {rank}, en euros (avenant financier).",
            "",
        ),
        Column(f"avenant_{rank}_le", f"Date de signature de l’avenant de l’année {rank}.", ""),
        Column(f"verse_{rank}", f"Déjà versé au titre de l’année {rank}, en euros.", ""),
        Column(f"verse_{rank}_le", f"Date du dernier versement de l’année {rank}.", ""),
    )


COLUMNS = (
    Column(
        "reference",
        "Référence de la convention dans la région. Une référence déjà connue n’est pas reprise.",
        "2024-ARA-012",
        required=True,
    ),
    Column("intitule", "Intitulé du projet.", "O2R Portes du Sud", required=True),
    Column("region", "Code Insee de la région ; vide : celle de votre service.", "84"),
    Column(
        "projet",
        "Identifiant d’un projet déjà présent sur la plateforme ; vide : il est créé.",
        "o2r-portes-du-sud",
    ),
    Column(
        "porteur",
        "Organisation qui porte le projet (chef de file).",
        "Les Passerelles du Val d’Essai",
        required=True,
    ),
    Column("porteur_type", "Nature du porteur, s’il n’est pas encore connu.", "association"),
    Column("porteur_siret", "SIRET du porteur : 14 chiffres, ou rien.", ""),
    Column(
        "territoire",
        "Expression de zone, quand le projet n’est pas encore sur la plateforme.",
        "dep:69",
    ),
    Column("debut", "Premier jour de la convention.", "2024-12-01", required=True),
    Column("signature", "Date de signature ; vide : convention en préparation.", "2024-11-28"),
    Column("engagement", "Numéro d’engagement juridique.", ""),
    Column("cout_total", "Coût total du projet, en euros.", ""),
    Column("methode_cout", "Comment le coût est déterminé.", ""),
    *(column for rank in YEARS for column in _year_columns(rank)),
)
NAMES = tuple(column.name for column in COLUMNS)
REQUIRED = tuple(column.name for column in COLUMNS if column.required)
SHEET = Sheet(NAMES, REQUIRED, ("csv", "xlsx", "ods"), "conventions", "convention")
