"""Taking over the dossiers that were received in Démarches simplifiées."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Max

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.calls.applications.dossiers import (
    LATE,
    Dossier,
    Found,
    LeftOut,
    Rules,
    Wrong,
    missing_columns,
    read_dossiers,
)
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import (
    Answer,
    Application,
    ApplicationMove,
    BudgetLine,
    DossierImport,
    Member,
)
from o2r.calls.applications.selectors import chart_of
from o2r.calls.enums import CallState
from o2r.calls.models import Call
from o2r.core import clock
from o2r.projects.exchange.tables import Line, read_freely
from o2r.territory.geography import current_geography

IMPORT = "reprendre des dossiers pour cet appel"


@dataclass(frozen=True)
class DossierReport:
    """What an import does, or would do: ``made`` and ``known`` dossiers, ``wrong`` lines.

    ``left_out``: those that do not enter, each with its reason.
    """

    made: tuple[Dossier, ...]
    known: tuple[Dossier, ...]
    left_out: tuple[LeftOut, ...]
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


def rules_of(call: Call) -> Rules:
    """How a call reads its dossiers: a day without an hour ends with the day."""
    return Rules(call.time_zone, call.closes.last_instant, call.years)


@transaction.atomic
def import_dossiers(
    *,
    by: Actor,
    draft: DossierImport,
    mapping: Mapping[str, str],
    late: Mapping[str, str] | None = None,
    dry_run: bool = False,
) -> DossierReport:
    """Make a received application of each dossier that is not one yet, numbered by its deposit.

    ``late``: by number of dossier, why one that was sent after the closing is taken all the same;
    the others are left out. Done twice, it makes nothing more: a dossier is known by its number.
    ``dry_run`` only tells. Raises NotAllowed, DomainError while the call is a draft, or for a late
    dossier without a reason.
    """
    call = Call.objects.select_for_update(no_key=True).get(pk=draft.call_id)
    require(by, "update", call, act=IMPORT)
    if call.state == CallState.DRAFT:
        raise DomainError("Publiez l’appel avant de reprendre les dossiers qui y répondent.")
    reasons = {number: reason.strip() for number, reason in (late or {}).items()}
    if without := [number for number, reason in reasons.items() if not reason]:
        raise DomainError(f"Dites pourquoi reprendre le dossier {without[0]}, déposé hors délai.")
    lines = read_freely(draft.file_name, bytes(draft.content))
    report = _sorted_out(call, read_dossiers(lines, mapping, rules_of(call)), set(reasons))
    if not dry_run:
        last = Application.objects.filter(call=call).aggregate(last=Max("number"))["last"] or 0
        for number, one in enumerate(report.made, start=last + 1):
            _make(by, call, one, number, reasons.get(one.number, "") if one.is_late else "")
        forget_dossiers(by=by, call=call)
    return report


def late_dossiers(call: Call, lines: list[Line]) -> list[Dossier]:
    """The dossiers of a file that were sent after the closing and are not taken over yet."""
    there = _there(call)
    found = read_dossiers(lines, {}, rules_of(call)).dossiers
    return [one for one in found if one.is_late and one.number not in there]


def _there(call: Call) -> dict[str, int | None]:
    """The dossiers that are taken over already, with their number here."""
    rows = Application.objects.filter(call=call).exclude(external_reference="")
    return dict(rows.order_by("external_reference").values_list("external_reference", "number"))


def _sorted_out(call: Call, found: Found, admitted: set[str]) -> DossierReport:
    there = _there(call)
    made, known, left_out = [], [], []
    for one in found.dossiers:
        if one.number in there:
            known.append(one)
        elif one.is_late and one.number not in admitted:
            left_out.append(LeftOut(one.line, one.number, one.name, LATE))
        else:
            made.append(one)
    for out in found.left_out:
        number = there.get(out.number)
        said = f" Il est déjà repris ici, sous le numéro {number} : décidez-en ici." * bool(number)
        left_out.append(replace(out, reason=f"{out.reason}{said}"))
    return DossierReport(tuple(made), tuple(known), tuple(left_out), found.wrong)


def _make(by: Actor, call: Call, dossier: Dossier, number: int, late_reason: str) -> None:
    facts = dossier.facts
    application = Application.objects.create(
        call=call,
        number=number,
        title=dossier.title,
        zone_expression=facts.zone,
        zone_vintage=current_geography().year if facts.zone else None,
        publics=list(facts.publics),
        stages=list(facts.stages),
        places=facts.places,
        stated_cost=facts.stated_cost,
        state=ApplicationState.SUBMITTED,
        external_reference=dossier.number,
        late_reason=late_reason,
        import_notes="\n".join(dossier.unread),
        created_by_id=by.user,
    )
    _write_down(application, dossier)
    ApplicationMove.objects.create(
        application=application,
        from_state=ApplicationState.DRAFT,
        to_state=ApplicationState.SUBMITTED,
        reason=f"Dossier {dossier.number} déposé dans Démarches simplifiées.",
        moved_at=dossier.deposited_at,
        moved_by_id=by.user,
    )
    written(by, "create", application, "summary", "content", "budget", "contacts")


def _write_down(application: Application, dossier: Dossier) -> None:
    """Its chef de file, what it asks of the call, its texts."""
    lead = Member.objects.create(
        application=application,
        name=dossier.name,
        siret=dossier.siret,
        is_lead=True,
        stages=list(dossier.facts.stages),
        contact_email=_address(dossier.email),
    )
    account = chart_of(application.call).requested
    BudgetLine.objects.bulk_create(
        BudgetLine(application=application, member=lead, year=year, account=account, amount=amount)
        for year, amount in enumerate(dossier.facts.requested, start=1)
        if amount
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


def _address(email: str) -> str:
    try:
        validate_email(email)
    except ValidationError:
        return ""
    return email.lower()
