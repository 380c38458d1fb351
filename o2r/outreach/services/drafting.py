"""What a worker has begun to enter: kept as it is typed, gone once it is sent."""

from collections.abc import Collection
from urllib.parse import parse_qsl
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.crypto.errors import NoKey
from o2r.core.crypto.fields import SealedRow, read_sealed, write_sealed
from o2r.core.crypto.services import destroy, open_file
from o2r.core.journal.authors import Author
from o2r.outreach.enums import EntryForm
from o2r.outreach.models import DailyReport, Encounter, EntryDraft, Observation, PartnerSignal
from o2r.people.enums import Standing
from o2r.people.models import Identity, Person

KEEP = "garder une saisie commencée"
LONGEST = 60_000
"""Characters of a form as it is sent: its longest texts, accents included."""
ENTERED: dict[EntryForm, type[Encounter | DailyReport | Observation | PartnerSignal]] = {
    EntryForm.ENCOUNTER: Encounter,
    EntryForm.REPORT: DailyReport,
    EntryForm.OBSERVATION: Observation,
    EntryForm.SIGNAL: PartnerSignal,
}


@transaction.atomic
def keep_entry(*, by: Actor, form: EntryForm, fields: str, about: str = "") -> EntryDraft | None:
    """Keep the fields of a form that is not sent, sealed, for their author alone; none: forget it.

    ``fields``: as a browser would send them; ``about``: the day and the team of a report, the
    commune of a signal. Journaled
    when its key is made, not at each pause of who types. Raises NotAllowed, DomainError.
    """
    if by.organisation is None or by.user is None:
        raise NotAllowed(KEEP)
    here = Organisation.objects.get(pk=by.organisation)
    require(by, "create", ENTERED[form](organisation=here), act=KEEP)
    if len(fields) > LONGEST:
        raise DomainError("Cette saisie est trop longue pour être gardée. Enregistrez-la.")
    rows = EntryDraft.objects.select_for_update(no_key=True)
    draft = rows.filter(organisation=here, author=by.user, form=form, about=about).first()
    if draft is None:
        if not fields:
            return None
        draft = EntryDraft(
            subject=uuid4(),
            organisation=here,
            author=User.objects.get(pk=by.user),
            form=form,
            about=about,
        )
        open_file(by=by.author, subject=draft.subject, organisations=[here.pk])
    write_sealed(draft, organisation=here.pk, fields=fields)
    draft.saved_at = clock.now()
    draft.save()
    return draft if fields else None


def forget_entry(*, by: Actor, form: EntryForm, about: str = "") -> None:
    """What was begun is sent, or given up. Raises NotAllowed."""
    keep_entry(by=by, form=form, fields="", about=about)


@transaction.atomic
@errand("entry-drafts")
def forget_about(by: Author, person: Person) -> None:
    """Somebody is erased: what was begun about them goes too, whoever began it.

    A draft is about them when a field of it holds the key of their file, or one of their names and
    nothing else. Before the keys of the file are destroyed: the names are read with them. A file
    that a merge set aside goes without its names: the person stays, under another number.
    """
    here = EntryDraft.objects.filter(organisation=person.organisation_id)
    begun = list(here.exclude(fields=b"").order_by("pk"))
    if not begun:
        return
    known = _ways_to_name(person)
    for draft in begun:
        typed = parse_qsl(_opened(draft, ("fields",), person)[0])
        if known & {_folded(value) for _, value in typed}:
            destroy(by=by, subject=draft.subject)
            draft.delete()


def _ways_to_name(person: Person) -> set[str]:
    """The keys and the names, folded, of a file and of those merged into it."""
    if person.standing == Standing.MERGED:
        return {str(person.pk)}
    merged = person.merged.filter(undone_at=None).order_by("pk")
    files = [person.pk, *merged.values_list("gone", flat=True)]
    known = set(map(str, files))
    for row in Identity.objects.filter(person__in=files):
        called, first, last = _opened(row, ("known_as", "first_name", "last_name"), person)
        known |= {_folded(one) for one in (called, first, last, f"{first} {last}")}
    return known - {""}


def _opened(row: SealedRow, names: Collection[str], person: Person) -> list[str]:
    """The texts of a row; empty ones without its key."""
    try:
        texts = read_sealed(row, *names, organisation=person.organisation_id)
    except NoKey:
        return [""] * len(names)
    return [texts[name] for name in names]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def forget_due(by: Author, rows: QuerySet[EntryDraft]) -> None:
    """The days are over: the keys first, then the rows."""
    for draft in rows:
        destroy(by=by, subject=draft.subject)
        draft.delete()
