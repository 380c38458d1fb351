"""Taking over the dossiers that were received in Démarches simplifiées."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Max

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.calls.applications.dossiers import Dossier, Wrong, missing_columns, read_dossiers
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import (
    Answer,
    Application,
    ApplicationMove,
    DossierImport,
    Member,
)
from o2r.calls.enums import CallState
from o2r.calls.models import Call
from o2r.core import clock
from o2r.projects.exchange.tables import read_freely

IMPORT = "reprendre des dossiers pour cet appel"


@dataclass(frozen=True)
class DossierReport:
    """What an import does, or would do: ``made`` and ``known`` dossiers, ``wrong`` lines."""

    made: tuple[Dossier, ...]
    known: tuple[Dossier, ...]
    wrong: tuple[Wrong, ...]


@transaction.atomic
def keep_dossiers(*, by: Actor, call: Call, file_name: str, content: bytes) -> DossierImport:
    """Keep an export until its columns are matched; it replaces one's former one for this call.

    Raises NotAllowed, TableError, DomainError for a file that is no export of dossiers.
    """
    require(by, "update", call, act=IMPORT)
    if by.user is None:
        raise NotAllowed(IMPORT)
    lines = read_freely(file_name, content)
    if missing := missing_columns(lines[0].cells):
        raise DomainError(
            f"Il manque la colonne « {missing[0]} » : ce n’est pas un export de dossiers de "
            "Démarches simplifiées. Exportez-les de nouveau, en CSV ou en XLSX, sans changer leurs "
            "colonnes.",
            field="file",
        )
    DossierImport.objects.filter(call=call, owner_id=by.user).delete()
    return DossierImport.objects.create(
        call=call,
        service_id=call.dreets_id,
        owner_id=by.user,
        file_name=file_name[-200:],
        content=content,
        uploaded_at=clock.now(),
    )


@transaction.atomic
def forget_dossiers(*, by: Actor, call: Call) -> None:
    """Give one's file up, or erase it once taken over. Raises NotAllowed."""
    require(by, "update", call, act=IMPORT)
    DossierImport.objects.filter(call=call, owner_id=by.user).delete()


@transaction.atomic
def import_dossiers(
    *, by: Actor, draft: DossierImport, mapping: Mapping[str, str], dry_run: bool = False
) -> DossierReport:
    """Make a received application of each dossier that is not one yet, numbered by its deposit.

    Done twice, it makes nothing more: a dossier is known by its number. ``dry_run`` only tells.
    Raises NotAllowed, DomainError while the call is a draft.
    """
    call = Call.objects.select_for_update(no_key=True).get(pk=draft.call_id)
    require(by, "update", call, act=IMPORT)
    if call.state == CallState.DRAFT:
        raise DomainError("Publiez l’appel avant de reprendre les dossiers qui y répondent.")
    lines = read_freely(draft.file_name, bytes(draft.content))
    dossiers, wrong = read_dossiers(lines, mapping, call.time_zone)
    there = set(
        Application.objects.filter(call=call)
        .exclude(external_reference="")
        .order_by("external_reference")
        .values_list("external_reference", flat=True)
    )
    made = [one for one in dossiers if one.number not in there]
    if not dry_run:
        last = Application.objects.filter(call=call).aggregate(last=Max("number"))["last"] or 0
        for number, one in enumerate(made, start=last + 1):
            _make(by, call, one, number)
        forget_dossiers(by=by, call=call)
    known = [one for one in dossiers if one.number in there]
    return DossierReport(tuple(made), tuple(known), tuple(wrong))


def _make(by: Actor, call: Call, dossier: Dossier, number: int) -> None:
    application = Application.objects.create(
        call=call,
        number=number,
        title=dossier.title,
        state=ApplicationState.SUBMITTED,
        external_reference=dossier.number,
        created_by_id=by.user,
    )
    Member.objects.create(
        application=application,
        name=dossier.name,
        siret=dossier.siret,
        is_lead=True,
        contact_email=_address(dossier.email),
    )
    Answer.objects.bulk_create(
        Answer(
            application=application,
            field=code,
            text=text,
            revision=1,
            changed_at=dossier.deposited_at,
        )
        for code, text in dossier.answers.items()
    )
    ApplicationMove.objects.create(
        application=application,
        from_state=ApplicationState.DRAFT,
        to_state=ApplicationState.SUBMITTED,
        reason=f"Dossier {dossier.number} déposé dans Démarches simplifiées.",
        moved_at=dossier.deposited_at,
        moved_by_id=by.user,
    )
    written(by, "create", application, "summary", "content", "contacts")


def _address(email: str) -> str:
    try:
        validate_email(email)
    except ValidationError:
        return ""
    return email.lower()
