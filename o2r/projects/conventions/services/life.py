"""What happens to a convention: its words, its signature, its suspension, its end."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.files.content.types import Refused
from o2r.core.files.models import StoredFile
from o2r.core.files.services import receive
from o2r.projects.conventions import rules
from o2r.projects.conventions.due import due_date
from o2r.projects.conventions.enums import (
    AvenantKind,
    ConventionState,
    DocumentKind,
    Mention,
)
from o2r.projects.conventions.errors import ConventionMoveRefused, MentionsMissing, checked
from o2r.projects.conventions.file_purposes import SIGNED_ACT
from o2r.projects.conventions.followers import award_given_up
from o2r.projects.conventions.models import (
    AnnualDocument,
    Avenant,
    Convention,
    ConventionMention,
)
from o2r.projects.conventions.notification_kinds import CONVENTION_LIFE
from o2r.projects.conventions.selectors import missing_mentions
from o2r.projects.conventions.services.recording import move, noted
from o2r.projects.conventions.services.telling import tell
from o2r.projects.conventions.term import last_day, years_of
from o2r.projects.conventions.wording import day
from o2r.projects.services import follow_convention


def _only_draft(convention: Convention, what: str) -> None:
    if not convention.is_draft:
        raise DomainError(
            f"La convention {convention.reference} n’est plus en préparation : {what} ne change "
            "que par un avenant."
        )


@transaction.atomic
def change_convention(
    *,
    by: Actor,
    convention: Convention,
    reference: str,
    title: str,
    commitment_number: str,
    starts_on: date,
    total_cost: Decimal | None,
    cost_method: str,
) -> Convention:
    """Change what a convention says of itself; it lasts as long, whatever its first day.

    Raises NotAllowed, and DomainError once it is signed.
    """
    require(by, "update", convention, act="modifier cette convention")
    _only_draft(convention, "ce qu’elle dit")
    moved, months = convention.starts_on != starts_on, convention.months
    convention.reference, convention.title = reference, title
    convention.commitment_number = commitment_number
    convention.starts_on = starts_on
    convention.ends_on = last_day(starts_on, months)
    convention.total_cost, convention.cost_method = total_cost, cost_method
    if moved:
        _move_years(convention)
    checked(convention)
    convention.save()
    noted(by, "update", convention, "all")
    return convention


@transaction.atomic
def change_commitment(*, by: Actor, convention: Convention, commitment_number: str) -> Convention:
    """Write the engagement juridique: all that changes of a signed convention without an avenant.

    It is often not known at the signature. Raises NotAllowed, DomainError.
    """
    require(by, "update", convention, act="modifier cette convention")
    convention.commitment_number = commitment_number
    checked(convention)
    convention.save(update_fields=["commitment_number"])
    noted(by, "update", convention, "commitment_number")
    return convention


def _move_years(convention: Convention) -> None:
    """The years of a draft, and what each one expects, follow its first day."""
    years = {year.rank: year for year in convention.years.order_by("rank")}
    for one in years_of(convention.starts_on, convention.months):
        year = years[one.rank]
        year.starts_on, year.ends_on = one.starts_on, one.ends_on
        year.save(update_fields=["starts_on", "ends_on"])
        for document in AnnualDocument.objects.filter(year=year).order_by("kind"):
            document.due_on = due_date(DocumentKind(document.kind), one, rules.number)
            document.save(update_fields=["due_on"])


@transaction.atomic
def write_mentions(*, by: Actor, convention: Convention, texts: Mapping[str, str]) -> Convention:
    """Write what a convention must say, by code of ``Mention``. Raises NotAllowed, DomainError."""
    require(by, "update", convention, act="écrire les mentions de cette convention")
    _only_draft(convention, "son texte")
    for code, text in texts.items():
        ConventionMention.objects.update_or_create(
            convention=convention, code=Mention(code), defaults={"text": text.strip()}
        )
    noted(by, "update", convention, "mentions")
    return convention


def keep_scan(*, by: Actor, convention: Convention, upload: "UploadedFile[Any]") -> StoredFile:
    """Keep the scan of a signed act, for its signature to name. Raises NotAllowed, DomainError."""
    require(by, "update", convention, act="joindre un acte signé à cette convention")
    try:
        return receive(
            by=by.author,
            upload=upload,
            organisation=convention.dreets_id,
            attached_kind="convention",
            attached_id=convention.pk,
            purpose=SIGNED_ACT.code,
        )
    except Refused as error:
        raise DomainError(str(error)) from error


def own_file(convention: Convention, file: UUID | None) -> UUID | None:
    """The file when it is one of this convention. Raises DomainError for any other."""
    here = StoredFile.objects.attached_to("convention", convention.pk)
    if file is not None and not here.filter(pk=file).exists():
        raise DomainError("Ce fichier n’est pas joint à cette convention. Envoyez-le de nouveau.")
    return file


@transaction.atomic
def sign_convention(
    *,
    by: Actor,
    convention: Convention,
    signed_on: date,
    scan: UUID | None = None,
    commitment_number: str = "",
) -> Convention:
    """Record that a convention is signed, with its first-year avenant: its project is published.

    Every mandatory mention is there first (C. trav., art. D. 5316-3). ``scan``: a file kept with
    ``keep_scan``. Both sides are told. Raises NotAllowed, MentionsMissing, ConventionMoveRefused,
    DomainError.
    """
    require(by, "approve", convention, act="signer cette convention")
    if signed_on > clock.today():
        raise DomainError(
            f"La signature ne peut pas être datée du {day(signed_on)}, qui n’est pas encore venu. "
            "Corrigez la date."
        )
    if not convention.is_draft:
        state = ConventionState(convention.state)
        raise ConventionMoveRefused(convention.reference, state, ConventionState.SIGNED)
    missing = missing_mentions(convention)
    if missing:
        raise MentionsMissing([str(mention.label) for mention in missing])
    convention.signed_on = signed_on
    convention.signed_scan = own_file(convention, scan) or convention.signed_scan
    convention.commitment_number = commitment_number or convention.commitment_number
    # The database refuses a signed state without its date.
    convention.save(update_fields=["signed_on", "signed_scan", "commitment_number"])
    move(by, convention, ConventionState.SIGNED)
    first = Avenant.objects.filter(
        convention=convention, kind=AvenantKind.FINANCIAL, year__rank=1, signed_on=None
    )
    first.update(signed_on=signed_on)
    convention.project = follow_convention(
        by=by, project=convention.project, shown=True, since=signed_on
    )
    tell(
        convention,
        CONVENTION_LIFE.code,
        f"La convention {convention.reference} est signée",
        f"« {convention.title} » est signée du {day(signed_on)}, jusqu’au "
        f"{day(convention.ends_on)}. La fiche du projet est publiée : relisez-la et confirmez-la.",
        beside=f"« {convention.title} », dont votre organisation est membre, est signée du "
        f"{day(signed_on)}, jusqu’au {day(convention.ends_on)}.",
    )
    noted(by, "approve", convention, "signature")
    return convention


@transaction.atomic
def resume_convention(*, by: Actor, convention: Convention, reason: str) -> Convention:
    """End a suspension. Raises NotAllowed, ConventionMoveRefused."""
    require(by, "approve", convention, act="lever cette suspension")
    if convention.state != ConventionState.SUSPENDED:
        raise DomainError("Cette convention n’est pas suspendue : il n’y a rien à lever.")
    move(by, convention, ConventionState.SIGNED, reason=reason)
    tell(
        convention,
        CONVENTION_LIFE.code,
        f"La suspension de la convention {convention.reference} est levée",
        reason,
        beside="",
    )
    noted(by, "approve", convention, "state")
    return convention


@transaction.atomic
def abandon_convention(*, by: Actor, convention: Convention, reason: str) -> Convention:
    """Give up a convention that was never signed: its award may have another one.

    Raises NotAllowed, ConventionMoveRefused.
    """
    require(by, "approve", convention, act="abandonner cette convention")
    move(by, convention, ConventionState.ABANDONED, reason=reason)
    if convention.source is not None:
        award_given_up(by, convention.source, convention.reference, reason)
    tell(
        convention,
        CONVENTION_LIFE.code,
        f"La convention {convention.reference} est abandonnée",
        reason,
        beside="",
    )
    noted(by, "approve", convention, "state")
    return convention


@transaction.atomic
def end_convention(*, by: Actor, convention: Convention) -> Convention:
    """Record that a convention reached its term; its project leaves the public site.

    Raises NotAllowed, ConventionMoveRefused, DomainError before the term.
    """
    require(by, "approve", convention, act="clore cette convention")
    if convention.ends_on >= clock.today():
        raise DomainError(f"La convention court jusqu’au {day(convention.ends_on)}.")
    move(by, convention, ConventionState.ENDED, reason="Terme de la convention")
    convention.project = follow_convention(by=by, project=convention.project, shown=False)
    tell(
        convention,
        CONVENTION_LIFE.code,
        f"La convention {convention.reference} est arrivée à son terme",
        f"Elle a pris fin le {day(convention.ends_on)}. La fiche du projet n’est plus publiée.",
        beside=f"Elle a pris fin le {day(convention.ends_on)}.",
    )
    noted(by, "approve", convention, "state")
    return convention
