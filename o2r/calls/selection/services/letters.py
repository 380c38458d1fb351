"""Letters: proposed from the decisions, read again, then frozen when they leave."""

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError
from o2r.calls.selection.enums import Outcome
from o2r.calls.selection.letter_texts import LetterFacts, letter_text
from o2r.calls.selection.models import Decision, Letter, ResultsPublication, Room
from o2r.calls.selection.selectors.results import laureates_of
from o2r.calls.selection.services.impartial import require_open
from o2r.calls.selection.services.telling import tell_letter
from o2r.core import clock

_WRITE = "écrire les courriers de cet appel"


def texts_file() -> Path:
    """The words of the letters of this instance."""
    return Path(settings.O2R_DATA_DIR) / "calls" / "letters.toml"


@transaction.atomic
def write_letters(*, by: Actor, room: Room) -> list[Letter]:
    """Propose a letter for each confirmed decision that has none. Raises NotAllowed, DomainError
    when nothing is confirmed."""
    require(by, "approve", room, act=_WRITE)
    confirmed = (
        Decision.objects.of_call(room)
        .confirmed()
        .select_related("application__call__dreets")
        .prefetch_related("application__members", "letters")
        .order_by("application__number", "pk")
    )
    rows = list(confirmed)
    if not rows:
        raise DomainError("Aucune décision n’est confirmée : confirmez-les avant d’écrire.")
    return [
        write_letter(row)
        for row in rows
        if all(letter.replaced_at is not None for letter in row.letters.all())
    ]


def write_letter(decision: Decision) -> Letter:
    """The letter of one decision, as proposed."""
    application = decision.application
    lead = next((one.name for one in application.members.all() if one.is_lead), "")
    text = letter_text(
        LetterFacts(
            outcome=Outcome(decision.outcome),
            title=application.title,
            call=application.call.title,
            service=application.call.dreets.name,
            lead=lead,
            amount=decision.amount,
            years=decision.years,
            rank=decision.rank,
            reasons=decision.reasons,
        ),
        file=texts_file(),
    )
    last = Letter.objects.filter(application=application).aggregate(last=Max("version"))["last"]
    return Letter.objects.create(
        application=application,
        decision=decision,
        kind=decision.outcome,
        version=(last or 0) + 1,
        heading=text.subject,
        body=text.body,
        written_at=clock.now(),
    )


@transaction.atomic
def edit_letter(*, by: Actor, room: Room, letter: Letter, heading: str, body: str) -> Letter:
    """Change a letter that has not left.

    Raises NotAllowed, NotDeclared, Interested, DomainError when it is frozen.
    """
    require(by, "approve", room, act=_WRITE)
    require_open(by, letter.application)
    locked = Letter.objects.select_for_update(no_key=True).get(pk=letter.pk)
    if locked.is_sent:
        raise DomainError("Ce courrier est envoyé : il ne change plus.")
    if not heading.strip() or not body.strip():
        raise DomainError("Un courrier a un objet et un texte.")
    letter.heading, letter.body = heading.strip(), body.strip()
    letter.save(update_fields=["heading", "body"])
    return letter


@transaction.atomic
def send_letter(*, by: Actor, room: Room, letter: Letter) -> Letter:
    """Send one letter written after the results, and tell its consortium.

    Raises NotAllowed, NotDeclared, Interested, DomainError before the results.
    """
    require(by, "approve", room, act=_WRITE)
    require_open(by, letter.application)
    if not room.is_published:
        raise DomainError(
            "Les courriers partent tous à l’heure de publication des résultats : rien à faire."
        )
    if letter.is_sent:
        raise DomainError("Ce courrier est déjà envoyé.")
    freeze(letter)
    publication = ResultsPublication.objects.filter(call=room).first()
    if publication is not None:
        # A place that opened on the waiting list is public when its letter leaves.
        shown = publication.shows_amounts
        publication.laureates = laureates_of(room, shows_amounts=shown)
        publication.save(update_fields=["laureates"])
    tell_letter(letter)
    return letter


def freeze(letter: Letter) -> None:
    """The letter leaves: what it says is kept with its digest."""
    letter.sent_at = clock.now()
    letter.digest = digest_of(letter)
    letter.save(update_fields=["sent_at", "digest"])


def digest_of(letter: Letter) -> str:
    """SHA-256 of what a letter says, in hexadecimal."""
    said = {
        "application": str(letter.application_id),
        "body": letter.body,
        "kind": letter.kind,
        "heading": letter.heading,
        "version": letter.version,
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
