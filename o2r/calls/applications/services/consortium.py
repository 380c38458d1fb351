"""Members of the consortium: added, changed, removed, and which of them leads."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.calls.applications.models import Application, Member
from o2r.calls.applications.parts import part_in_words
from o2r.calls.applications.services.guarding import editable, lead_only, own_or_lead, touched
from o2r.calls.applications.services.journaling import keep, set_values
from o2r.calls.applications.services.signing import signatures_watched
from o2r.core.files.services import remove

MOST_MEMBERS = 40


@transaction.atomic
def add_member(*, by: Actor, application: Application, name: str, siret: str = "") -> Member:
    """Add a legal entity, without anyone who acts for it yet.

    Raises NotAllowed, ApplicationClosed, DomainError for who is not the chef de file, or a SIRET
    that is wrong or already there.
    """
    held = editable(by, application)
    lead_only(by, held, act="ajouter un membre")
    if held.members.count() >= MOST_MEMBERS:
        raise DomainError(
            f"Un consortium a {MOST_MEMBERS} membres au plus ici. Les autres sont des partenaires "
            "à nommer dans « L’ancrage territorial »."
        )
    last = held.members.aggregate(last=Max("position"))["last"] or 0
    made = _checked(
        Member(application=held, name=" ".join(name.split()), siret=siret, position=last + 1)
    )
    made.save(force_insert=True)
    touched(held)
    written(by, "update", held, "summary")
    return made


@transaction.atomic
def change_member(
    *, by: Actor, member: Member, values: Mapping[str, Any], seen: Mapping[str, str]
) -> Member:
    """Change what a member takes on, where, and whom to call.

    ``seen``: by field, in words, what the page showed; what only someone else changed since stays.
    Raises NotAllowed, ApplicationClosed, ChangedMeanwhile, DomainError for who is neither of this
    member nor of the chef de file.
    """
    held = editable(by, member.application)
    row = held.members.select_for_update(no_key=True).get(pk=member.pk)
    own_or_lead(by, row)
    outcome = set_values(row, values, seen, part_in_words)
    if not outcome.columns:
        return row
    _checked(row)
    with signatures_watched(by, held):
        row.save(update_fields=outcome.columns)
    touched(held)
    keep(by=by, application=held, changes=outcome.changes, member=row)
    written(by, "update", held, "summary", "contacts")
    return row


@transaction.atomic
def remove_member(*, by: Actor, member: Member) -> Application:
    """Take a member out, with its budget and its documents; a member may leave by itself.

    Raises NotAllowed, ApplicationClosed, DomainError for the chef de file itself.
    """
    held = editable(by, member.application)
    row = held.members.get(pk=member.pk)
    if row.is_lead:
        raise DomainError(
            "Le chef de file ne quitte pas le consortium : désignez-en d’abord un autre, ou "
            "retirez la candidature."
        )
    if row.organisation_id is None or by.organisation != row.organisation_id:
        lead_only(by, held, act="retirer un membre")
    # Before the row: who leaves is no more of the consortium afterwards.
    touched(held)
    written(by, "update", held, "summary", "budget", "contacts")
    for joined in row.pieces.select_related("file"):
        remove(by=by.author, file=joined.file)
    row.delete()
    return held


@transaction.atomic
def change_lead(*, by: Actor, member: Member) -> Member:
    """Hand the lead over to a member who has joined. Raises as ``add_member`` does."""
    held = editable(by, member.application)
    lead_only(by, held, act="désigner un autre chef de file")
    chosen = held.members.get(pk=member.pk)
    if chosen.organisation_id is None:
        raise DomainError(
            f"{chosen.name} n’a pas encore rejoint la candidature : son chef de file doit pouvoir "
            "la déposer."
        )
    with signatures_watched(by, held):
        held.members.filter(is_lead=True).update(is_lead=False)
        chosen.is_lead = True
        chosen.save(update_fields=["is_lead"])
    touched(held)
    written(by, "update", held, "summary")
    return chosen


def _checked(member: Member) -> Member:
    """Raises DomainError for a value that the model refuses, or the SIRET of another member."""
    others = member.application.members.exclude(pk=member.pk)
    if member.siret and others.filter(siret=member.siret).exists():
        raise DomainError(
            "Ce SIRET est déjà celui d’un membre du consortium. Vérifiez les 14 chiffres, ou "
            "modifiez ce membre dans la liste.",
            field="siret",
        )
    try:
        member.full_clean(exclude=["organisation", "signed_by"])
    except ValidationError as error:
        raise DomainError.of(error) from error
    return member
