"""The draft of a convention with its annexes, and of an avenant.

A draft to be read again and completed by the services that sign it: no clause is invented here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from o2r.core.documents import Block, Document, Heading, Paragraph, Signature, Table
from o2r.core.money import euros
from o2r.projects.conventions import rules
from o2r.projects.conventions.enums import AvenantKind
from o2r.projects.conventions.models import Avenant, Convention, Instalment
from o2r.projects.conventions.selectors import YearShown, checklist, years_shown
from o2r.projects.conventions.wording import day
from o2r.projects.models import FundedProject
from o2r.projects.selectors import region_names
from o2r.territory.typography import typographic

TO_COMPLETE = "[à compléter]"
NOTICE = typographic(
    "Projet établi à partir des renseignements de la plateforme. À relire, à compléter et à signer "
    "par les services compétents : la version signée fait seule foi."
)
EXAMPLE = "Exemple inventé pour la démonstration."


@dataclass(frozen=True)
class Paper:
    """A draft. ``notice``: what it is, and is not."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    is_example: bool
    file_name: str
    notice: str = NOTICE

    @property
    def document(self) -> Document:
        """The same, as a file says it."""
        example = (Paragraph(EXAMPLE),) if self.is_example else ()
        return Document(self.title, self.subtitle, (Paragraph(self.notice), *example, *self.blocks))


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
        blocks=(
            *_parties(convention, project),
            *_mentions(convention),
            *_term(convention),
            *_yearly(years),
            *_annex_project(project),
            *_annex_financial(convention, [one for one in years if one.avenant]),
            *_annex_documents(years),
            *_signatures(),
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
    return Paper(
        title=f"Avenant n° {avenant.number}"
        + (" – stipulations financières annuelles" if is_financial else ""),
        subtitle=f"{convention.reference} – {convention.title}",
        blocks=(
            Heading("Objet"),
            Paragraph(_or_blank(avenant.subject)),
            Paragraph(
                f"Convention {convention.reference}, signée le {_date(convention.signed_on)}, pour "
                f"la période du {day(convention.starts_on)} au {day(convention.ends_on)}."
            ),
            *_annex_financial(convention, shown),
            *_signatures(),
        ),
        is_example=convention.is_example,
        file_name=f"avenant-{avenant.number}-{convention.reference}",
    )


def _parties(convention: Convention, project: FundedProject) -> Iterator[Block]:
    region = region_names().get(convention.region, convention.region)
    bearer = convention.bearer
    siret = f", SIRET {bearer.siret}" if bearer.siret else ""
    yield Heading("Entre les soussignés")
    for text in (
        f"L’État, représenté par le préfet de la région {region} ({convention.dreets.name}),",
        f"et {bearer.legal_name or bearer.name}{siret}, chargé du repérage, de la remobilisation "
        "et de l’accompagnement des personnes les plus éloignées de l’emploi,",
        "vu le code du travail, notamment ses articles L. 5316-1 à L. 5316-4 et D. 5316-1 et "
        "suivants ; vu l’arrêté du 26 juin 2024 fixant le cahier des charges,",
        "il est convenu ce qui suit.",
    ):
        yield Paragraph(text)
    partners = [
        (one.organisation.name, str(one.get_role_display())) for one in project.partnerships.all()
    ]
    if partners:
        yield Heading("Groupement", level=2)
        yield Paragraph(f"{bearer.name} est chef de file du groupement.")
        yield Table(("Organisation", "Rôle"), partners, "Membres du groupement")


def _mentions(convention: Convention) -> Iterator[Block]:
    shown = [one for one in checklist(convention) if one.applies]
    for rank, one in enumerate(shown, start=1):
        yield Heading(f"Article {rank} – {one.label}")
        yield Paragraph(_or_blank(one.text))


def _term(convention: Convention) -> Iterator[Block]:
    yield Heading("Durée")
    yield Paragraph(
        f"La convention est conclue du {day(convention.starts_on)} au {day(convention.ends_on)}. "
        "Elle est renouvelable (C. trav., art. D. 5316-1 et suivants)."
    )
    yield Paragraph(f"Engagement juridique : {_or_blank(convention.commitment_number)}.")


def _yearly(years: list[YearShown]) -> Iterator[Block]:
    yield Heading("Contribution de l’État")
    yield Paragraph("Les stipulations financières sont arrêtées chaque année par avenant.")
    rows = [
        (
            f"Année {one.year.rank}",
            f"{day(one.year.starts_on)} – {day(one.year.ends_on)}",
            _amount(one.year.planned_amount),
        )
        for one in years
    ]
    yield Table(("Année", "Période", "Montant"), rows, "Contribution prévue")


def _annex_project(project: FundedProject) -> Iterator[Block]:
    facts = (
        ("Territoire", f"{project.territory_label} (code géographique {project.zone_vintage})"),
        ("Publics", ", ".join(str(one.label) for one in project.publics)),
        ("Points d’attention", ", ".join(str(one.label) for one in project.attention_points)),
        ("Étapes", ", ".join(str(one.label) for one in project.stages)),
        ("Canaux de repérage", ", ".join(str(one.label) for one in project.channels)),
    )
    yield Heading("Annexe 1 – Le projet")
    yield Paragraph(_or_blank(project.description))
    rows = [(term, text or TO_COMPLETE) for term, text in facts]
    yield Table(("Élément", "Contenu"), rows, "Description du projet")


def _annex_financial(convention: Convention, years: list[YearShown]) -> Iterator[Block]:
    header = ("Versement", "Condition", "Date", "Engagement juridique", "Montant")
    for one in years:
        yield Heading(f"Annexe financière – année {one.year.rank}")
        granted = _amount(one.avenant.amount if one.avenant else None)
        yield Paragraph(
            f"Du {day(one.year.starts_on)} au {day(one.year.ends_on)}, la contribution de l’État "
            f"est de {granted}."
        )
        rows = [_instalment(convention, each) for each in one.instalments]
        yield Table(header, rows or [(TO_COMPLETE,) * 5], f"Échéancier de l’année {one.year.rank}")


def _instalment(convention: Convention, one: Instalment) -> tuple[str, ...]:
    return (
        str(one.get_kind_display()),
        _or_blank(one.condition),
        _date(one.due_on),
        one.commitment_number or convention.commitment_number or TO_COMPLETE,
        euros(one.amount),
    )


def _annex_documents(years: list[YearShown]) -> Iterator[Block]:
    unsure = rules.rule("accounts-due-months").caution
    yield Heading("Annexe – Documents annuels")
    yield Paragraph(
        "Chaque année, l’organisme adresse au préfet de région quatre documents. "
        + typographic(f"Échéances proposées par la plateforme {unsure}.")
    )
    rows = [
        (f"Année {one.year.rank}", str(document.get_kind_display()), day(document.due_on))
        for one in years
        for document in one.documents
    ]
    yield Table(("Année", "Document", "Attendu le"), rows, "Documents attendus")


def _signatures() -> Iterator[Block]:
    yield Heading("Signatures")
    yield Paragraph(f"Fait à {TO_COMPLETE}, le {TO_COMPLETE}.")
    yield Signature(("Pour l’État", "Pour l’organisme"))
