"""A referral prepared with the person: to which service, and what they let be known there."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.services.links import digest_of
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.core.crypto.services import open_file
from o2r.core.typed_text import tidy
from o2r.network.directory.models import Service
from o2r.outreach.services.checking import saved
from o2r.outreach.signal_words import why_too_much
from o2r.pathways.referrals.delays import agreed_until
from o2r.pathways.referrals.enums import Channel, ReferralState
from o2r.pathways.referrals.models import Referral, ReferralWords
from o2r.pathways.referrals.selectors.reaching import Reached, reach
from o2r.pathways.referrals.services.holding import hold
from o2r.people.enums import AgreementProof, Basis, Purpose, SharedField
from o2r.people.models import Agreement, Person
from o2r.people.selectors.agreements import longest_until
from o2r.people.services import Terms, give, propose
from o2r.people.services.agreeing import SHARE
from o2r.people.services.holding import held, touched
from o2r.people.sharing import in_order
from o2r.territory.typography import typographic

REFER = "orienter cette personne"
LONGEST_WORDS = 1500
TRAVELS = (
    SharedField.FIRST_NAME,
    SharedField.FULL_NAME,
    SharedField.BIRTH,
    SharedField.PHONE,
    SharedField.CONTACT,
    SharedField.NARRATIVE,
)
"""What may travel with a referral: who the person is, how to reach them, what they wrote together.
Neither what blocks nor health: an agreement of its own names them, for who accompanies."""


@dataclass(frozen=True)
class Draft:
    """What was chosen with the person. ``fields``: none for « sans identité »; ``proof``: how they
    said yes to the others; ``follows``: the referral that this one replaces."""

    service: Service
    theme: str = ""
    words: str = ""
    fields: Collection[SharedField] = field(default_factory=tuple)
    proof: AgreementProof | None = None
    follows: Referral | None = None


@transaction.atomic
def prepare(*, by: Actor, person: Person, draft: Draft, code: str) -> Referral:
    """Keep a draft; the same form sent twice makes one. Nothing leaves yet.

    With fields, the agreement is given here, with the person. Raises NotAllowed; DomainError at the
    field to correct, for a file that is protected, a service that is closed, and an agreement that
    cannot be given.
    """
    if by.user is None:
        raise NotAllowed(REFER)
    file = held(by=by, person=person, act=REFER)
    digest = digest_of(code)
    if (known := _already(digest, file, draft)) is not None:
        return known
    check_may_leave(file)
    if not draft.service.is_open:
        raise DomainError(closed_words(draft.service))
    row = Referral(
        person=file,
        organisation=file.organisation,
        created_by_id=by.user,
        follows=_followed(file, draft.follows),
        form_digest=digest,
    )
    _fill(by, file, row, draft)
    try:
        with transaction.atomic():
            saved(row)
    except IntegrityError:
        if (known := _already(digest, file, draft)) is not None:
            return known
        raise
    open_file(by=by.author, subject=row.pk, organisations=[file.organisation_id])
    _write_words(row, draft.words)
    touched(file)
    written(by, "referral.prepare", file, "referral", *_groups(row))
    return row


@transaction.atomic
def rework(*, by: Actor, referral: Referral, draft: Draft) -> Referral:
    """Change a draft: what is told, the words, the agreement asked again.

    Raises NotAllowed; DomainError for what ``prepare`` refuses, and for what is no longer a draft.
    """
    row, file = hold(by=by, referral=referral, act=REFER)
    if row.state != ReferralState.DRAFT:
        raise DomainError("Cette orientation est déjà partie : elle ne se corrige plus.")
    check_may_leave(file)
    _fill(by, file, row, draft)
    saved(row)
    _write_words(row, draft.words)
    touched(file)
    written(by, "referral.prepare", file, "referral", *_groups(row))
    return row


def check_may_leave(file: Person) -> None:
    """Raises DomainError for a file of which nothing leaves."""
    if file.is_protected:
        raise DomainError(
            "Ce dossier est protégé : aucun lien, aucun courriel ni aucune lettre n’en part d’ici. "
            "Appelez la structure avec la personne, ou allez-y ensemble."
        )
    if file.organisation.is_partitioned:
        raise DomainError(
            "Votre organisation est cloisonnée : aucune orientation n’en part d’ici. Appelez la "
            "structure avec la personne, ou allez-y ensemble."
        )


def closed_words(service: Service) -> str:
    """What is said of a service that has closed."""
    return typographic(
        f"« {service.name} » est fermé depuis le {service.closed_on:%d/%m/%Y} : personne n’y est "
        "plus reçu. Choisissez un autre service."
    )


def _already(digest: str, file: Person, draft: Draft) -> Referral | None:
    """What this form already made. Raises DomainError when it was something else."""
    known = Referral.objects.filter(form_digest=digest).order_by("pk").first()
    if known is None:
        return None
    if (known.person_id, known.service_id) == (file.pk, draft.service.pk):
        return known
    raise DomainError("Cette page a déjà préparé une autre orientation. Ouvrez-en une nouvelle.")


def _followed(file: Person, former: Referral | None) -> Referral | None:
    if former is not None and former.person_id != file.pk:
        raise DomainError("L’orientation à remplacer n’est pas de cette personne.")
    return former


def _fill(by: Actor, file: Person, row: Referral, draft: Draft) -> None:
    asked = in_order(draft.fields)
    if set(asked) - set(TRAVELS):
        raise DomainError(
            "Ce qui bloque et ce qui touche à la santé ne partent pas avec une orientation : un "
            "accord à part les nomme.",
            field="shared",
        )
    _check_words(draft.words)
    service, reached = draft.service, reach(draft.service, file)
    row.service = service
    row.service_source_id = service.external_id or ""
    row.schema_version = service.schema_version
    row.service_name, row.structure_name = service.name, service.structure.name
    row.theme = draft.theme
    row.recipient, row.channel, row.mailbox = reached.recipient, reached.channel, reached.mailbox
    row.fields = [one.value for one in asked]
    row.agreement, row.proof = None, ""
    row.consented_on = row.consent_until = row.consent_withdrawn_at = None
    if asked:
        _agree(by, file, row, reached, draft)


def _agree(by: Actor, file: Person, row: Referral, reached: Reached, draft: Draft) -> None:
    """Keep that the person agrees: with the agreement that lets an account read, or here."""
    if not reached.may_carry:
        raise DomainError(
            "La boîte de cette structure n’est pas vérifiée : rien de l’identité n’y part. "
            "Envoyez l’orientation sans identité, ou demandez à la coordination de la vérifier.",
            field="share",
        )
    require(by, "share", file, act=SHARE)
    if reached.channel == Channel.ACCOUNT:
        row.agreement = _agreement(by, file, row, draft)
        return
    if not file.information.exists():
        raise DomainError(
            "Rien ne dit que cette personne a été informée de ce qui est écrit d’elle. "
            "Expliquez-le-lui d’abord, puis notez l’information donnée.",
            field="share",
        )
    _check_proof(draft)
    today = clock.today()
    row.proof = draft.proof or ""
    row.consented_on = today
    row.consent_until = min(agreed_until(today), longest_until(today))


def _agreement(by: Actor, file: Person, row: Referral, draft: Draft) -> Agreement:
    """One in force that says all of it already, or another given now."""
    today = clock.today()
    known = file.agreements.in_force(today).filter(recipient=row.recipient, purpose=Purpose.REFER)
    for one in known.consented().order_by("-until", "pk"):
        if set(row.fields) <= set(one.fields):
            return one
    _check_proof(draft)
    terms = Terms(
        purpose=Purpose.REFER,
        recipient=row.recipient,
        fields=[SharedField(one) for one in row.fields],
        basis=Basis.CONSENT,
        language=file.language or "fr",
        until=min(agreed_until(today), longest_until(today)),
    )
    made = propose(by=by, person=file, terms=terms)
    return give(by=by, agreement=made, proof=draft.proof)


def _check_proof(draft: Draft) -> None:
    if draft.proof is None:
        raise DomainError("Dites comment la personne a donné son accord.", field="proof")


def _check_words(words: str) -> None:
    text = tidy(words, lines=True)
    if len(text) > LONGEST_WORDS:
        raise DomainError(
            f"Ce texte dépasse {LONGEST_WORDS} caractères. Raccourcissez-le.", field="words"
        )
    if why := why_too_much(text, clock.today()):
        raise DomainError(why.replace("L’équipe n’en a", "La structure n’en a"), field="words")


def _write_words(row: Referral, words: str) -> None:
    said = ReferralWords.objects.filter(referral=row).order_by("pk").first()
    said = said or ReferralWords(subject=row.pk, referral=row)
    write_sealed(said, organisation=row.organisation_id, words=tidy(words, lines=True))
    said.save()


def _groups(row: Referral) -> list[str]:
    return sorted({SharedField(one).group for one in row.fields})
