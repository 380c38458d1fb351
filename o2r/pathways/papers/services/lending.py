"""A code that the person gives to somebody: it opens one paper of their safe, for a while."""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import F

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record
from o2r.pathways.papers.enums import CodeLife, SafeState
from o2r.pathways.papers.models import SafeCode, SafeDocument
from o2r.pathways.rules import number
from o2r.people.card_codes import code_digest, new_code
from o2r.people.models import Person
from o2r.people.services.holding import held

LEND = "donner un code du coffre de cette personne"
BEARER = "safe-code"
"""The role of whoever holds a code, in the journal."""


@transaction.atomic
def lend(*, by: Actor, document: SafeDocument, life: CodeLife) -> tuple[SafeCode, str]:
    """Make a code for a paper, with the person: the former one dies. Returns it with what is
    shown once, and is nowhere else.

    Raises NotAllowed; DomainError for a protected file, and for a paper not checked yet.
    """
    file = held(by=by, person=document.person, act=LEND)
    if by.user is None:
        raise NotAllowed(LEND)
    if file.is_protected:
        raise DomainError(
            "Ce dossier est protégé : un code trouvé par un proche serait un danger. Remettez le "
            "papier à la personne."
        )
    row = SafeDocument.objects.select_for_update(no_key=True).get(pk=document.pk)
    if row.state != SafeState.KEPT:
        raise DomainError("Ce papier n’est pas encore gardé : le code se donnera une fois vérifié.")
    _revoke(SafeCode.objects.filter(document=row))
    code, now = new_code(), clock.now()
    made = SafeCode.objects.create(
        person=file,
        document=row,
        digest=code_digest(code),
        made_by_id=by.user,
        made_at=now,
        until=now + timedelta(hours=life),
        most_openings=number("safe-code-openings"),
    )
    written(by, "safe.lend", file, "identity")
    return made, code


@transaction.atomic
def take_back_code(*, by: Actor, document: SafeDocument) -> int:
    """Make the code of a paper open nothing any more; how many did (0, 1). Raises NotAllowed."""
    file = held(by=by, person=document.person, act=LEND)
    ended = _revoke(SafeCode.objects.filter(document=document, person=file))
    if ended:
        written(by, "safe.take_back", file, "identity")
    return ended


def end_codes(person: Person) -> int:
    """End every code of a file that becomes protected, merged or erased."""
    return _revoke(SafeCode.objects.filter(person=person))


def _revoke(codes: "models.QuerySet[SafeCode]") -> int:
    return codes.filter(revoked_at=None).update(revoked_at=clock.now())


@transaction.atomic
@errand("safe-code")
def open_by_code(*, digest: str) -> SafeCode | None:
    """The paper that a code opens, counted and written for the person; None for all the rest."""
    rows = SafeCode.objects.live(clock.now()).filter(digest=digest)
    counted = rows.order_by().update(openings=F("openings") + 1)
    if not counted:
        return None
    code = (
        SafeCode.objects.filter(digest=digest)
        .select_related("person", "document__content", "document__person")
        .get()
    )
    record(
        by=Author(user=None, organisation=code.person.organisation_id, role=BEARER),
        action="safe.open",
        kind=code.person.access_kind,
        object_id=code.person_id,
        organisation=code.person.chain,
        fields=["identity"],
    )
    return code
