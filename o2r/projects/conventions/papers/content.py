"""What the documents say, whatever their format: headings, paragraphs, tables.

A draft to be read again and completed by the services that sign it: no clause is invented here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from o2r.core.money import euros
from o2r.projects.conventions import rules
from o2r.projects.conventions.enums import AvenantKind
from o2r.projects.conventions.models import Avenant, Convention
from o2r.projects.conventions.selectors import YearShown, checklist, years_shown
from o2r.projects.conventions.wording import day
from o2r.projects.models import FundedProject
from o2r.projects.selectors import region_names
from o2r.territory.typography import typographic

TO_COMPLETE = "[à compléter]"


@dataclass(frozen=True)
class Table:
    """A table of a document."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """A part of a document. ``level`` 1 is an article, 2 a point of it."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None
    level: int = 1


@dataclass(frozen=True)
class Paper:
    """A whole document. ``notice``: what it is, and is not."""

    title: str
    subtitle: str
    notice: str
    sections: tuple[Section, ...]
    is_example: bool
    file_name: str


def _or_blank(text: str) -> str:
    return text.strip() or TO_COMPLETE


def _amount(value: Decimal | None) -> str:
    return euros(value) if value is not None else TO_COMPLETE


def _date(value: date | None) -> str:
    return day(value) if value else TO_COMPLETE


def convention_paper(convention: Convention) -> Paper:
    """The draft of a convention, with its annexes."""
    project = FundedProject.objects.with_card_data().get(pk=convention.project_id)
    years = years_shown(convention)
    return Paper(
        title="Convention pluriannuelle d’objectifs et de moyens",
        subtitle=f"{convention.reference} – {convention.title}",
        notice=typographic(
            "Projet établi à partir des renseignements de la plateforme. À relire, à compléter et "
            "à signer par les services compétents : la version signée fait seule foi."
        ),
        sections=(
            *_parties(convention, project),
            *_mentions(convention),
            _term(convention),
            _yearly(years),
            *_annex_project(project),
            *(_annex_financial(convention, one) for one in years if one.avenant),
            _annex_documents(years),
            _signatures(),
        ),
        is_example=convention.is_example,
        file_name=f"convention-{convention.reference}",
    )


def avenant_paper(avenant: Avenant) -> Paper:
    """The draft of an avenant; for a financial one, with the échéancier of its year."""
    convention = avenant.convention
    is_financial = avenant.kind == AvenantKind.FINANCIAL
    shown = [
        one
        for one in years_shown(convention)
        if one.avenant is not None and one.avenant.pk == avenant.pk
    ]
    grounds = Section(
        "Objet",
        (
            _or_blank(avenant.subject),
            f"Convention {convention.reference}, signée le {_date(convention.signed_on)}, pour la "
            f"période du {day(convention.starts_on)} au {day(convention.ends_on)}.",
        ),
    )
    money = tuple(_annex_financial(convention, one) for one in shown)
    return Paper(
        title=f"Avenant n° {avenant.number}"
        + (" – stipulations financières annuelles" if is_financial else ""),
        subtitle=f"{convention.reference} – {convention.title}",
        notice=typographic(
            "Projet établi à partir des renseignements de la plateforme. À relire, à compléter et "
            "à signer par les services compétents : la version signée fait seule foi."
        ),
        sections=(grounds, *money, _signatures()),
        is_example=convention.is_example,
        file_name=f"avenant-{avenant.number}-{convention.reference}",
    )


def _parties(convention: Convention, project: FundedProject) -> Iterator[Section]:
    region = region_names().get(convention.region, convention.region)
    bearer = convention.bearer
    siret = f", SIRET {bearer.siret}" if bearer.siret else ""
    yield Section(
        "Entre les soussignés",
        (
            f"L’État, représenté par le préfet de la région {region} ({convention.dreets.name}),",
            f"et {bearer.legal_name or bearer.name}{siret}, chargé du repérage, de la "
            "remobilisation et de l’accompagnement des personnes les plus éloignées de l’emploi,",
            "vu le code du travail, notamment ses articles L. 5316-1 à L. 5316-4 et D. 5316-1 et "
            "suivants ; vu l’arrêté du 26 juin 2024 fixant le cahier des charges,",
            "il est convenu ce qui suit.",
        ),
    )
    partners = [
        (one.organisation.name, str(one.get_role_display())) for one in project.partnerships.all()
    ]
    if partners:
        yield Section(
            "Groupement",
            (f"{bearer.name} est chef de file du groupement.",),
            Table("Membres du groupement", ("Organisation", "Rôle"), tuple(partners)),
            level=2,
        )


def _mentions(convention: Convention) -> Iterator[Section]:
    shown = [one for one in checklist(convention) if one.applies]
    for rank, one in enumerate(shown, start=1):
        yield Section(f"Article {rank} – {one.label}", tuple(_or_blank(one.text).split("\n")))


def _term(convention: Convention) -> Section:
    return Section(
        "Durée",
        (
            f"La convention est conclue du {day(convention.starts_on)} au "
            f"{day(convention.ends_on)}. Elle est renouvelable (C. trav., art. D. 5316-1 et "
            "suivants).",
            f"Engagement juridique : {_or_blank(convention.commitment_number)}.",
        ),
    )


def _yearly(years: list[YearShown]) -> Section:
    rows = tuple(
        (
            f"Année {one.year.rank}",
            f"{day(one.year.starts_on)} – {day(one.year.ends_on)}",
            _amount(one.year.planned_amount),
        )
        for one in years
    )
    return Section(
        "Contribution de l’État",
        ("Les stipulations financières sont arrêtées chaque année par avenant.",),
        Table("Contribution prévue", ("Année", "Période", "Montant"), rows),
    )


def _annex_project(project: FundedProject) -> Iterator[Section]:
    facts = (
        ("Territoire", f"{project.territory_label} (code géographique {project.zone_vintage})"),
        ("Publics", ", ".join(str(one.label) for one in project.publics)),
        ("Points d’attention", ", ".join(str(one.label) for one in project.attention_points)),
        ("Étapes", ", ".join(str(one.label) for one in project.stages)),
        ("Canaux de repérage", ", ".join(str(one.label) for one in project.channels)),
    )
    yield Section(
        "Annexe 1 – Le projet",
        tuple(_or_blank(project.description).split("\n")),
        Table(
            "Description du projet",
            ("Élément", "Contenu"),
            tuple((term, text or TO_COMPLETE) for term, text in facts),
        ),
    )


def _annex_financial(convention: Convention, shown: YearShown) -> Section:
    avenant = shown.avenant
    granted = _amount(avenant.amount if avenant else None)
    rows = tuple(
        (
            str(one.get_kind_display()),
            _or_blank(one.condition),
            _date(one.due_on),
            one.commitment_number or convention.commitment_number or TO_COMPLETE,
            euros(one.amount),
        )
        for one in shown.instalments
    ) or ((TO_COMPLETE,) * 5,)
    return Section(
        f"Annexe financière – année {shown.year.rank}",
        (
            f"Du {day(shown.year.starts_on)} au {day(shown.year.ends_on)}, la contribution de "
            f"l’État est de {granted}.",
        ),
        Table(
            f"Échéancier de l’année {shown.year.rank}",
            ("Versement", "Condition", "Date", "Engagement juridique", "Montant"),
            rows,
        ),
    )


def _annex_documents(years: list[YearShown]) -> Section:
    rows = tuple(
        (f"Année {one.year.rank}", str(document.get_kind_display()), day(document.due_on))
        for one in years
        for document in one.documents
    )
    unsure = rules.rule("accounts-due-months").caution
    return Section(
        "Annexe – Documents annuels",
        (
            "Chaque année, l’organisme adresse au préfet de région quatre documents. "
            + typographic(f"Échéances proposées par la plateforme {unsure}."),
        ),
        Table("Documents attendus", ("Année", "Document", "Attendu le"), rows),
    )


def _signatures() -> Section:
    return Section(
        "Signatures",
        (
            f"Fait à {TO_COMPLETE}, le {TO_COMPLETE}.",
            f"Pour l’État : {TO_COMPLETE}",
            f"Pour l’organisme : {TO_COMPLETE}",
        ),
    )
