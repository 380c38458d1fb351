"""The card of the person: handed out, cancelled, and what whoever holds it may do without account.

These acts know the card by the digest of its code (``card_codes.code_digest``). The card alone does
nothing but close: it stops what was agreed, or cancels itself. None of them says whether the code
was that of a card: unknown, cancelled or of a protected file, they end the same. A word chosen with
the person opens a little more, in five tries.
"""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.guardians import guardians_of
from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.calendar_words import long_day
from o2r.core.crypto.fields import read_sealed
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record
from o2r.core.notifications.directory import Recipient
from o2r.core.notifications.services import notify
from o2r.core.retention.enums import Right, SubjectKind
from o2r.core.retention.models import RightsRequest
from o2r.core.retention.rights import Subject
from o2r.core.retention.services import receive_request
from o2r.people.card_codes import (
    HOLDER,
    LONGEST_WORD,
    SHORTEST_WORD,
    code_digest,
    folded,
    is_the_word,
    new_code,
    word_digest,
)
from o2r.people.enums import AgreementState
from o2r.people.models import Agreement, Identity, Person, TrustCard
from o2r.people.registry import end_shares
from o2r.people.services.agreeing import take_back

HAND = "remettre une carte à cette personne"


@transaction.atomic
def issue_card(*, by: Actor, person: Person, word: str = "") -> tuple[TrustCard, str]:
    """Hand a card out: the former one dies. Returns it with its code, which is nowhere else.

    ``word``: the second secret, chosen with the person; without it the card only closes. Raises
    NotAllowed; DomainError for a file that is closed or protected, and for a word too easy.
    """
    if by.user is None:
        raise NotAllowed(HAND)
    held = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    require(by, "update", held, act=HAND)
    if not held.is_followed:
        raise DomainError("Ce dossier est clos : aucune carte ne s’en remet.")
    if held.is_protected:
        raise DomainError(
            "Ce dossier est protégé : une carte trouvée par un proche serait un danger. Rien n’en "
            "est partagé ; la personne vous dit de vive voix ce qu’elle veut changer."
        )
    if word.strip():
        _check_word(held, word)
    _cancel(held)
    code = new_code()
    card = TrustCard.objects.create(
        person=held,
        digest=code_digest(code),
        second_digest=word_digest(word) if word.strip() else "",
        issued_by_id=by.user,
    )
    written(by, "card.issue", held)
    return card, code


@transaction.atomic
def cancel_card(*, by: Actor, person: Person) -> int:
    """A card was lost: it opens nothing from the next request on. How many were in service (0, 1).

    Raises NotAllowed.
    """
    require(by, "update", person, act=HAND)
    cancelled = _cancel(person)
    if cancelled:
        written(by, "card.cancel", person)
    return cancelled


def end_cards(person: Person) -> int:
    """Cancel the card of a file that becomes protected, in the transaction of who decided: lifting
    the protection does not wake up a card that somebody else may hold."""
    return _cancel(person)


def _cancel(person: Person) -> int:
    cards = TrustCard.objects.filter(person=person, cancelled_at=None)
    return cards.update(cancelled_at=clock.now())


def _check_word(person: Person, word: str) -> None:
    if not SHORTEST_WORD <= len(folded(word)) <= LONGEST_WORD:
        raise DomainError(
            f"Ce mot secret doit avoir entre {SHORTEST_WORD} et {LONGEST_WORD} signes : deux mots "
            "sans rapport se retiennent bien.",
            field="word",
        )
    names = ("known_as", "first_name", "last_name", "birth_date")
    identity = Identity.objects.get(person=person)
    texts = read_sealed(identity, *names, organisation=person.organisation_id)
    known = {folded(one) for one in texts.values() if one}
    if born := texts["birth_date"]:
        known.add(f"{date.fromisoformat(born):%d%m%Y}")
        known.add(f"{date.fromisoformat(born):%d/%m/%Y}")
    if folded(word) in known:
        raise DomainError(
            "Ce mot secret est dans le dossier : un proche l’essaierait d’abord. Choisissez avec "
            "la personne un mot que personne ne devinerait.",
            field="word",
        )


# --- Without an account: whoever holds the card ---------------------------------------------------


@transaction.atomic
@errand("trust-card")
def stop_with_card(*, digest: str, number: int | None = None) -> None:
    """End what the person agreed to, with or without an account on the other side; or the one
    agreement of this number: at once.

    Shared secrecy is not ended so: it was not agreed to (the page says how to object). Returns
    nothing, whatever the code was.
    """
    card = _live(digest)
    if card is not None:
        _stop(card, number)


@transaction.atomic
@errand("trust-card")
def stop_opened(*, card: TrustCard, number: int | None = None) -> int:
    """The same from the page that the word has opened. How many shares were ended."""
    return _stop(card, number)


def _stop(card: TrustCard, number: int | None) -> int:
    person, by = card.person, _holder_of(card)
    given = Agreement.objects.consented().filter(person=person, state=AgreementState.GIVEN)
    if number is not None:
        given = given.filter(number=number)
    rows = given.select_for_update(no_key=True, of=("self",)).select_related("recipient")
    ended = list(rows.order_by("pk"))
    for one in ended:
        take_back(one, person, by=by, with_card=True)
    many = len(ended) + (end_shares(by, person) if number is None else 0)
    if many:
        _tell_followers(
            person,
            "Une personne que vous suivez a arrêté des partages",
            "Elle l’a fait seule, avec sa carte. Ce qu’elle avait accepté de partager ne l’est "
            "plus ; cela ne se rouvre qu’avec elle.",
        )
        _record(card, "agreement.withdraw", many)
    return many


@transaction.atomic
@errand("trust-card")
def cancel_with_card(*, digest: str) -> None:
    """Cancel the card itself. Returns nothing, whatever the code was."""
    card = _live(digest)
    if card is None:
        return
    _cancel(card.person)
    _tell_followers(
        card.person,
        "Une personne que vous suivez a annulé sa carte",
        "La carte ne fait plus rien. Si la personne en veut une autre, remettez-la-lui en main "
        "propre.",
    )
    _record(card, "card.cancel", 1)


@transaction.atomic
@errand("trust-card")
def ask_with_card(*, card: TrustCard, right: Right, details: str) -> RightsRequest:
    """Ask for a right from the page that the word has opened (GDPR art. 12): the data protection
    officer of the organisation answers within the month, by who follows the person.

    Raises RetentionError when the details are too long.
    """
    person = card.person
    asked = receive_request(
        by=_holder_of(card),
        subject=Subject(SubjectKind.PERSON, str(person.pk)),
        right=right,
        # Nobody writes to the person: who follows them brings the answer.
        contact="",
        details=details,
        organisation=person.organisation_id,
    )
    notify(
        to=guardians_of(person.organisation_id),
        kind="rights-received",
        subject="Une demande sur des données attend une réponse",
        body=f"Réponse due avant le {long_day(asked.due_on)} (RGPD, art. 12.3).",
        link=reverse("retention:requests"),
    )
    _tell_followers(
        person,
        "Une personne que vous suivez fait une demande sur ses données",
        "Elle l’a faite avec sa carte. Le délégué à la protection des données y répond ; c’est "
        "vous qui lui remettez la réponse.",
    )
    return asked


def open_by_word(*, digest: str, word: str) -> TrustCard | None:
    """The card that a code and its word open; None for all that does not open, in the same time.

    The try is counted before it is looked at: many sent together do not pass between the two.
    """
    card = _count_try(digest)
    if is_the_word(word, card.second_digest if card else "") and card is not None:
        return _opened(card)
    if card is not None and card.failed_tries == TrustCard.MOST_TRIES:
        _tell_closed(card)
    return None


@transaction.atomic
@errand("trust-card")
def _count_try(digest: str) -> TrustCard | None:
    """Count a try on a card that still opens by a word, and give the card."""
    rows = TrustCard.objects.live().filter(digest=digest)
    able = rows.filter(failed_tries__lt=TrustCard.MOST_TRIES).exclude(second_digest="")
    counted = able.order_by().update(failed_tries=F("failed_tries") + 1)
    card = rows.select_related("person").first()
    return card if counted else None


@transaction.atomic
@errand("trust-card")
def _opened(card: TrustCard) -> TrustCard:
    TrustCard.objects.filter(pk=card.pk).update(failed_tries=0)
    _record(card, "card.read", 1)
    return card


@transaction.atomic
@errand("trust-card")
def _tell_closed(card: TrustCard) -> None:
    """The word no longer opens anything: the page does not say so, the followers are told."""
    _tell_followers(
        card.person,
        "Une carte ne s’ouvre plus par son mot secret",
        "Plusieurs autres mots ont été essayés. La carte sert encore à arrêter des partages. Voyez "
        "avec la personne si elle l’a perdue : annulez-la, et remettez-en une.",
    )
    _record(card, "card.closed", 1)


def _live(digest: str) -> TrustCard | None:
    rows = TrustCard.objects.live().select_related("person")
    return rows.filter(digest=digest).order_by("pk").first()


def _holder_of(card: TrustCard) -> Author:
    """Whoever holds the card, as the journal writes them: nobody, in the chain of the file."""
    return Author(user=None, organisation=card.person.organisation_id, role=HOLDER)


def _record(card: TrustCard, action: str, count: int) -> None:
    record(
        by=_holder_of(card),
        action=action,
        kind=card.person.access_kind,
        object_id=card.person_id,
        organisation=card.person.chain,
        count=count,
    )


def _tell_followers(person: Person, subject: str, body: str) -> None:
    """Tell who follows the person, without a name."""
    today = clock.today()
    follows = [row.user_id for row in person.follow_ups.on(today).order_by("pk")]
    followers = User.objects.filter(pk__in={person.referent_id, *follows}, is_active=True)
    notify(
        to=[Recipient(one.pk, one.email) for one in followers.order_by("pk")],
        kind="card-used",
        subject=subject,
        body=body,
        link=reverse("agreements:of", args=[person.pk]),
        sensitive=True,
    )
