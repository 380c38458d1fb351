"""Agreements: proposed, given, refused, taken back. One function per act, one way to move."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.core.calendar_words import long_day
from o2r.core.journal.authors import Author
from o2r.core.retention.periods import period
from o2r.people.enums import (
    AGREEMENT_MOVES,
    AgreementProof,
    AgreementState,
    Basis,
    Purpose,
    SharedField,
    Support,
)
from o2r.people.models import Agreement, AgreementMove, Person
from o2r.people.selectors.agreements import is_recipient, longest_until, open_to_others
from o2r.people.services.sharing import close_share, open_share
from o2r.people.sharing import beyond, in_order

SHARE = "partager ce dossier"
HEAR = "noter ce que cette personne a décidé"


@dataclass(frozen=True)
class Terms:
    """What is proposed: to tell what, to whom, for what, on which ground, until when.

    ``until``: the last day; the longest that the instance lets when None.
    """

    purpose: Purpose
    recipient: Organisation | None
    fields: Collection[SharedField]
    basis: Basis = Basis.CONSENT
    channel: Support = Support.SPOKEN
    language: str = "fr"
    until: date | None = None


@transaction.atomic
def propose(*, by: Actor, person: Person, terms: Terms) -> Agreement:
    """Keep what was proposed to the person: nothing is shared yet.

    Raises NotAllowed; DomainError when the person was never informed, for a file that is closed or
    protected, a recipient that cannot be one, fields that the ground does not let be told, or a
    last day that is past or too far.
    """
    if by.user is None:
        raise NotAllowed(SHARE)
    held = _locked(person.pk)
    require(by, "share", held, act=SHARE)
    made = Agreement(
        person=held,
        basis=terms.basis,
        purpose=terms.purpose,
        recipient=_recipient(held, terms.recipient),
        fields=_fields(terms),
        channel=terms.channel,
        language=terms.language.strip(),
        until=_last_day(terms.until),
        asked_by_id=by.user,
    )
    _check_file(held)
    try:
        made.full_clean()
    except ValidationError as error:
        raise DomainError.of(error) from error
    made.save(force_insert=True)
    _log(made, "", by.author)
    written(by, "agreement.propose", held)
    return made


@transaction.atomic
def give(*, by: Actor, agreement: Agreement, proof: AgreementProof | None = None) -> Agreement:
    """The person said yes, or was informed and did not object: the recipient may read from now on.

    ``proof``: how the person said yes; none for shared secrecy, which nobody gives. Raises
    NotAllowed; DomainError for what ``propose`` refuses, found since, and for a proposal that is
    over or already answered.
    """
    held, person = _held(agreement)
    require(by, "share", person, act=SHARE)
    _check_file(person)
    _recipient(person, held.recipient)
    _check_answer(held, proof)
    held.proof = proof or ""
    held.given_on = clock.today()
    held.number = _next_number(person)
    _move(held, AgreementState.GIVEN, by.author)
    open_share(by=by.author, person=person, to=held.recipient)
    groups = {SharedField(one).group for one in held.fields}
    written(by, "agreement.give", person, *groups)
    return held


@transaction.atomic
def refuse(*, by: Actor, agreement: Agreement) -> Agreement:
    """The person said no. Raises NotAllowed; DomainError for a proposal already answered."""
    held, person = _held(agreement)
    require(by, "update", person, act=HEAR)
    _move(held, AgreementState.REFUSED, by.author)
    written(by, "agreement.refuse", person)
    return held


@transaction.atomic
def withdraw(*, by: Actor, agreement: Agreement) -> Agreement:
    """The person takes back what they gave, or objects to shared secrecy: at once, no reason asked.

    Raises NotAllowed; DomainError for what was never given.
    """
    held, person = _held(agreement)
    require(by, "update", person, act=HEAR)
    take_back(held, person, by=by.author)
    written(by, "agreement.withdraw", person)
    return held


@transaction.atomic
def stop_sharing(*, by: Actor, person: Person) -> int:
    """End everything that is told outside of a file, on both grounds: it becomes protected, say.

    How many agreements were ended. Raises NotAllowed.
    """
    held = _locked(person.pk)
    require(by, "update", held, act=HEAR)
    given = list(held.agreements.filter(state=AgreementState.GIVEN).select_for_update(no_key=True))
    for one in given:
        take_back(one, held, by=by.author)
    if given:
        written(by, "agreement.withdraw", held, count=len(given))
    return len(given)


@transaction.atomic
def end_with_others(*, by: Actor, organisation: UUID) -> int:
    """End what an organisation shares with others, both ways: it keeps what it knows inside.

    How many agreements were ended. Who calls has decided: an account manager meets no file.
    """
    rows = open_to_others(organisation).order_by("person_id", "pk")
    for one in rows:
        held, person = _held(one)
        take_back(held, person, by=by.author)
        written(by, "agreement.withdraw", person)
    return len(rows)


def take_back(agreement: Agreement, person: Person, *, by: Author, with_card: bool = False) -> None:
    """End one agreement, both rows locked: the key goes with the last one. Not journaled here."""
    agreement.withdrawn_at = clock.now()
    _move(agreement, AgreementState.WITHDRAWN, by, with_card=with_card)
    close_share(by=by, person=person, to=agreement.recipient)


def _move(agreement: Agreement, to: AgreementState, by: Author, *, with_card: bool = False) -> None:
    """The one way from a state to another. Raises DomainError for a move that the table has not."""
    left = AgreementState(agreement.state)
    if to not in AGREEMENT_MOVES[left]:
        raise DomainError(_REFUSED[to].format(state=left.label))
    agreement.state = to
    agreement.save(update_fields=["state", "proof", "given_on", "number", "withdrawn_at"])
    _log(agreement, left, by, with_card=with_card)


_REFUSED = {
    AgreementState.GIVEN: (
        "Cet accord est déjà « {state} » : il ne se donne plus. Proposez-en un nouveau."
    ),
    AgreementState.REFUSED: (
        "Cet accord est déjà « {state} ». S’il est en vigueur, retirez-le ; sinon il n’y a rien à "
        "faire."
    ),
    AgreementState.WITHDRAWN: (
        "Cet accord est « {state} » : rien n’est partagé par lui, il n’y a rien à retirer."
    ),
}


def _log(agreement: Agreement, left: str, by: Author, *, with_card: bool = False) -> None:
    AgreementMove.objects.create(
        agreement=agreement,
        left=left,
        reached=agreement.state,
        moved_by=by.user,
        with_card=with_card,
    )


def _locked(person: UUID) -> Person:
    """The file, locked: two agreements of one person wait for each other."""
    return Person.objects.select_for_update(no_key=True).get(pk=person)


def _held(agreement: Agreement) -> tuple[Agreement, Person]:
    """An agreement and its file, both locked, the file first."""
    person = _locked(agreement.person_id)
    rows = Agreement.objects.select_for_update(no_key=True, of=("self",))
    held = rows.select_related("recipient").get(pk=agreement.pk)
    held.person = person
    return held, person


def _check_file(person: Person) -> None:
    if not person.is_followed:
        raise DomainError("Ce dossier est clos : plus rien ne s’en partage.")
    if person.is_protected:
        raise DomainError(
            "Ce dossier est protégé : il ne se partage avec aucune structure. Si un professionnel "
            "doit accompagner cette personne avec vous, vérifiez d’abord avec elle qui travaille "
            "là, puis nommez ce professionnel, et lui seul, comme co-accompagnant."
        )
    if person.organisation.is_partitioned:
        raise DomainError(
            "Votre organisation est cloisonnée : rien de ce qu’elle sait des personnes ne se "
            "partage avec une autre."
        )
    if not person.information.exists():
        raise DomainError(
            "Rien ne dit que cette personne a été informée de ce qui est écrit d’elle. "
            "Expliquez-le-lui d’abord, puis notez l’information donnée."
        )


def _recipient(person: Person, recipient: Organisation | None) -> Organisation:
    if recipient is None:
        raise DomainError("Un accord dit à qui : choisissez une organisation.", field="recipient")
    if recipient.pk == person.organisation_id:
        raise DomainError(
            "Cette personne est suivie par votre organisation : il n’y a rien à partager avec "
            "elle. Pour qu’un collègue l’accompagne, nommez-le co-accompagnant.",
            field="recipient",
        )
    if not is_recipient(recipient, person):
        raise DomainError(
            "Cette organisation ne peut recevoir aucun dossier ici : elle n’est pas ouverte, ou "
            "personne n’y accompagne. Choisissez-en une de la liste.",
            field="recipient",
        )
    return recipient


def _fields(terms: Terms) -> list[str]:
    asked = in_order(terms.fields)
    if not asked:
        raise DomainError("Cochez au moins une chose : ce qui serait partagé.", field="shared")
    if too_much := beyond(terms.basis, terms.purpose, asked):
        named = ", ".join(str(one.label) for one in too_much)
        raise DomainError(
            "Le secret partagé ne porte que sur le strictement nécessaire (liste provisoire). "
            f"Pour « {terms.purpose.label} », il ne couvre pas : {named}. Décochez-le, ou demandez "
            "l’accord de la personne.",
            field="shared",
        )
    return [one.value for one in asked]


def _last_day(until: date | None) -> date:
    longest = longest_until(clock.today())
    if until is None:
        return longest
    if until < clock.today():
        raise DomainError("Ce dernier jour est passé. Choisissez-en un à venir.", field="until")
    if until > longest:
        validity = period("agreement-validity", clock.today()).words
        raise DomainError(
            f"Un accord vaut {validity} au plus : jusqu’au {long_day(longest)}. On le redemande "
            "ensuite.",
            field="until",
        )
    return until


def _check_answer(agreement: Agreement, proof: AgreementProof | None) -> None:
    if agreement.state == AgreementState.PROPOSED and agreement.is_over:
        raise DomainError(
            f"Cette proposition finissait le {long_day(agreement.until)} : elle ne se donne plus. "
            "Proposez un nouvel accord à la personne."
        )
    if agreement.basis == Basis.CONSENT and proof is None:
        raise DomainError("Dites comment la personne a donné son accord.", field="proof")


def _next_number(person: Person) -> int:
    last = person.agreements.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
