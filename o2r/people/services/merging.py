"""Two files were of one person: one is kept, both rows stay, and it can be undone for a month."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField, read_sealed, write_sealed
from o2r.people.enums import Standing
from o2r.people.ladder import check_standing
from o2r.people.models import Agreement, FollowUp, Merge, NoteDraft, Person, PersonMove
from o2r.people.registry import carried, moved_with
from o2r.people.services.holding import held, touched

MERGE = "réunir ces deux dossiers"
UNDO = "séparer ces deux dossiers"


@transaction.atomic
def merge(*, by: Actor, kept: Person, gone: Person) -> Merge:
    """Make two files one: what is written passes to ``kept``, sealed again with its key.

    Who followed the other accompanies beside the referent, unless the one kept is protected. The
    identity of the other stays in its own row, and its agreements too: they were not given for this
    file. Raises NotAllowed; DomainError for two organisations, a protected file that would
    disappear, or one still shared.
    """
    first, second = sorted((kept, gone), key=lambda one: one.pk)
    rows = {one.pk: held(by=by, person=one, act=MERGE) for one in (first, second)}
    kept, gone = rows[kept.pk], rows[gone.pk]
    _check(kept, gone)
    before = {
        "opened_on": kept.opened_on.isoformat(),
        "last_contact_on": kept.last_contact_on.isoformat(),
    }
    made = Merge.objects.create(kept=kept, gone=gone, merged_by=by.user)
    # Nobody becomes named in a protected file by a merge: its referent names them.
    added = [] if kept.is_protected else _accompanied_by(kept, gone)
    moved = {label: carry(label, field, gone, kept) for label, field in carried()}
    moved["people.NoteDraft"] = _carry_drafts(gone, kept)
    for move in moved_with():
        move(kept, gone)
    made.moved = {"rows": moved, "added": added, "before": before}
    made.save(update_fields=["moved"])
    kept.opened_on = min(kept.opened_on, gone.opened_on)
    kept.last_contact_on = max(kept.last_contact_on, gone.last_contact_on)
    touched(kept, "opened_on", "last_contact_on")
    _stand(by, gone, Standing.MERGED)
    for one in (kept, gone):
        written(by, "update", one, "identity", "contact", "narrative")
    return made


@transaction.atomic
def undo_merge(*, by: Actor, merge: Merge) -> Merge:
    """Give back to each file what it had; what was added since stays in the one that was kept.

    Raises NotAllowed, and DomainError when a month has passed.
    """
    row = Merge.objects.select_for_update(no_key=True).get(pk=merge.pk)
    if not row.may_be_undone:
        raise DomainError(
            "Cette réunion ne se défait plus : trente jours ont passé, ou elle l’est déjà. Ouvrez "
            "un autre dossier pour la personne qui n’est pas la bonne."
        )
    kept = held(by=by, person=row.kept, act=UNDO)
    gone = Person.objects.select_for_update(no_key=True).get(pk=row.gone_id)
    for label, keys in row.moved["rows"].items():
        field = dict(carried()).get(label, "person")
        carry(label, field, kept, gone, only=keys)
    for move in moved_with():
        move(gone, kept)
    FollowUp.objects.filter(person=kept, pk__in=row.moved["added"]).delete()
    _restore_days(kept, gone, row)
    _stand(by, gone, Standing.FOLLOWED)
    row.undone_at = clock.now()
    row.save(update_fields=["undone_at"])
    for one in (kept, gone):
        written(by, "update", one, "identity", "contact", "narrative")
    return row


def _check(kept: Person, gone: Person) -> None:
    if kept.pk == gone.pk:
        raise DomainError("Choisissez deux dossiers différents.", field="other")
    if kept.organisation_id != gone.organisation_id:
        raise DomainError(
            "Ces dossiers sont de deux organisations : chacune garde le sien. Proposez un partage "
            "à la personne.",
            field="other",
        )
    if kept.is_protected and gone.is_protected:
        raise DomainError("Deux dossiers protégés ne se réunissent jamais.", field="other")
    if gone.is_protected:
        raise DomainError(
            "Un dossier protégé ne disparaît pas dans un autre. Gardez celui-là.", field="kept"
        )
    if Agreement.objects.in_force(clock.today()).filter(person=gone).exists():
        raise DomainError(
            "Le dossier qui disparaîtrait est partagé avec un partenaire : cet accord a été donné "
            "pour lui. Gardez ce dossier-là, ou retirez d’abord l’accord avec la personne.",
            field="kept",
        )


def _accompanied_by(kept: Person, gone: Person) -> list[str]:
    """Who followed the file that goes accompanies the one kept: the new rows."""
    today = clock.today()
    beside = gone.follow_ups.on(today).order_by("pk").values_list("user", "until")
    asked = [(gone.referent_id, None), *beside]
    there = {kept.referent_id, *kept.follow_ups.on(today).values_list("user", flat=True)}
    added = []
    for user, until in asked:
        if user is not None and user not in there:
            there.add(user)
            row = FollowUp.objects.create(person=kept, user_id=user, until=until)
            added.append(str(row.pk))
    return added


def _carry_drafts(left: Person, reached: Person) -> list[str]:
    """The drafts of who has none yet in the other file: each has one at most."""
    there = NoteDraft.objects.filter(person=reached).values("author")
    rows = NoteDraft.objects.filter(person=left).exclude(author__in=there).order_by("pk")
    keys = [str(pk) for pk in rows.values_list("pk", flat=True)]
    return carry("people.NoteDraft", "person", left, reached, only=keys)


def carry(
    label: str, field: str, left: Person, reached: Person, *, only: Iterable[str] | None = None
) -> list[str]:
    """Pass rows from a file to another; their keys. What is sealed is sealed again."""
    model: type[Model] = apps.get_model(label)
    rows: Any = model._base_manager.filter(**{field: left})
    if only is not None:
        rows = rows.filter(pk__in=list(only))
    moved = []
    for row in rows.select_for_update(no_key=True, of=("self",)).order_by("pk"):
        changed = seal_again(row, reached) if isinstance(row, SealedRow) else []
        setattr(row, field, reached)
        row.save(update_fields=[field, *changed])
        moved.append(str(row.pk))
    return moved


def seal_again(row: SealedRow, reached: Person) -> list[str]:
    """Open with the key of the file that is left, seal with the key of the one reached."""
    names = [one.name for one in row._meta.concrete_fields if isinstance(one, SealedTextField)]
    texts = read_sealed(row, *names, organisation=reached.organisation_id)
    row.subject = reached.pk
    write_sealed(row, organisation=reached.organisation_id, **texts)
    return [*names, "subject"]


def _restore_days(kept: Person, gone: Person, row: Merge) -> None:
    """The days of the file kept, unless something has happened since."""
    before = row.moved["before"]
    if kept.last_contact_on == gone.last_contact_on:
        kept.last_contact_on = date.fromisoformat(before["last_contact_on"])
    if kept.opened_on == gone.opened_on:
        kept.opened_on = date.fromisoformat(before["opened_on"])
    touched(kept, "last_contact_on", "opened_on")


def _stand(by: Actor, row: Person, standing: Standing) -> None:
    check_standing(row.standing, standing)
    left, row.standing = row.standing, standing
    touched(row, "standing")
    PersonMove.objects.create(person=row, left=left, reached=standing, moved_by=by.user)
