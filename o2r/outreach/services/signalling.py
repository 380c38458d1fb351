"""Sending a signal by a link or from an account, and taking it back.

Whoever sends reads nothing afterwards but neutral words: what they wrote is sealed with a key that
the operator alone holds.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.guardians import recipients
from o2r.accounts.models import Organisation
from o2r.accounts.services.links import digest_of
from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.crypto.errors import NoKey
from o2r.core.crypto.fields import read_sealed, write_sealed
from o2r.core.crypto.services import open_file
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record
from o2r.core.notifications.services import notify
from o2r.core.typed_text import tidy
from o2r.outreach.enums import Awareness, SignalState
from o2r.outreach.models import PartnerSignal, SignalLink, SignalWords
from o2r.outreach.notification_kinds import PARTNER_SIGNAL
from o2r.outreach.selectors.signals import TEXTS, operators_covering, team_of, who_is_told
from o2r.outreach.services.signal_holding import erase_words, move
from o2r.outreach.signal_words import why_too_much
from o2r.territory.geography import current_geography

SEND = "signaler quelqu’un à une autre organisation"
BY_LINK = "signal-link"
"""The role of whoever holds a link, in the journal."""
LONGEST_LINE, LONGEST_WORDS = 120, 2000
OLDEST = timedelta(days=366)


@dataclass(frozen=True)
class Message:
    """What a partner says: no more than is needed to go and meet somebody."""

    commune: str
    words: str
    whereabouts: str = ""
    called: str = ""
    seen_on: date | None = None
    person_knows: Awareness = Awareness.UNSURE
    sender_name: str = ""
    sender_contact: str = ""

    @property
    def texts(self) -> dict[str, str]:
        """What is sealed, tidied."""
        return {name: tidy(getattr(self, name), lines=name == "words") for name in TEXTS}


@transaction.atomic
@errand("partner-signal")
def send_by_link(*, link: SignalLink, message: Message, code: str) -> PartnerSignal:
    """Send a signal by a link; the same ``code`` sent twice sends it once.

    ``code``: by which who sent it follows it, kept nowhere. Raises DomainError at the field to
    correct, for a link that was closed meanwhile, and for a form that already sent something else.
    """
    held = SignalLink.objects.select_for_update(no_key=True).get(pk=link.pk)
    if not held.is_live:
        raise DomainError("Ce lien vient d’être fermé : votre message n’est pas parti.")
    row = PartnerSignal(organisation=link.organisation, link=held)
    return _send(Author(None, link.organisation_id, BY_LINK), row, message, code)


@transaction.atomic
def send_from_account(*, by: Actor, to: Organisation, message: Message, code: str) -> PartnerSignal:
    """Send a signal to an operator whose project covers the commune; twice, it is sent once.

    Raises NotAllowed; DomainError at the field to correct.
    """
    if by.organisation is None or by.user is None:
        raise NotAllowed(SEND)
    sender = Organisation.objects.get(pk=by.organisation)
    row = PartnerSignal(organisation=to, sender=sender, sent_by_id=by.user)
    require(by, "create", row, act=SEND)
    if sender.is_partitioned:
        raise DomainError(
            "Votre structure est cloisonnée : ce qu’elle sait des personnes n’en sort pas."
        )
    if not message.commune:
        raise DomainError("Dites dans quelle commune.", field="commune")
    if to.pk not in {one.organisation.pk for one in operators_covering(message.commune, sender)}:
        raise DomainError(
            "Cette équipe n’intervient pas dans cette commune. Choisissez-en une autre.",
            field="operator",
        )
    with errand("partner-signal"):
        return _send(by.author, row, message, code)


def _send(by: Author, row: PartnerSignal, message: Message, code: str) -> PartnerSignal:
    row.follow_digest = digest_of(code)
    if (known := _already(row, message)) is not None:
        return known
    _check(message)
    row.commune, row.seen_on = message.commune, message.seen_on
    row.person_knows = message.person_knows
    try:
        # First of all: the same message, sent at the same instant, stops here.
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if (known := _already(row, message)) is not None:
            return known
        raise
    open_file(by=by, subject=row.pk, organisations=[row.organisation_id])
    words = SignalWords(subject=row.pk, signal=row)
    write_sealed(words, organisation=row.organisation_id, **message.texts)
    words.save(force_insert=True)
    record(
        by=by,
        action="create",
        kind=row.access_kind,
        object_id=row.pk,
        organisation=row.chain,
        fields=["narrative", "contact"],
    )
    _tell(row, "Un partenaire vous signale quelqu’un", _COME)
    return row


_COME = (
    "Quelqu’un a peut-être besoin de votre équipe. Ouvrez le signalement pour savoir où, et dites "
    "qui y va."
)


def _already(row: PartnerSignal, message: Message) -> PartnerSignal | None:
    """What this form already sent. Raises DomainError when it was something else."""
    rows = PartnerSignal.objects.filter(follow_digest=row.follow_digest)
    known = rows.order_by("pk").first()
    if known is None:
        return None
    same = (known.organisation_id, known.link_id, known.sender_id, known.sent_by_id) == (
        *(row.organisation_id, row.link_id, row.sender_id, row.sent_by_id),
    )
    if same and known.commune == message.commune and _says(known) == message.texts:
        return known
    raise DomainError(
        "Cette page a déjà envoyé un autre message. Votre texte est gardé ci-dessous : envoyez-le "
        "de nouveau, il partira comme un nouveau message.",
        field="code",
    )


def _says(signal: PartnerSignal) -> dict[str, str] | None:
    said = SignalWords.objects.filter(signal=signal).order_by("pk").first()
    if said is None:
        return None
    try:
        return read_sealed(said, *TEXTS, organisation=signal.organisation_id)
    except NoKey:
        return None


def _check(message: Message) -> None:
    """Refuse what cannot be, and more than is needed. Raises DomainError at the field."""
    today = clock.today()
    if current_geography().commune(message.commune) is None:
        raise DomainError("Dites dans quelle commune.", field="commune")
    if not message.texts["words"]:
        raise DomainError("Dites en une phrase ce qui vous inquiète.", field="words")
    for name, text in message.texts.items():
        most = LONGEST_WORDS if name == "words" else LONGEST_LINE
        if len(text) > most:
            raise DomainError(f"Ce texte dépasse {most} caractères. Raccourcissez-le.", field=name)
        if (why := why_too_much(text, today)) and name != "sender_contact":
            raise DomainError(why, field=name)
    if message.seen_on and message.seen_on > today:
        raise DomainError("Ce jour est à venir. Donnez un jour passé, ou rien.", field="seen_on")
    if message.seen_on and message.seen_on < today - OLDEST:
        raise DomainError(
            "Ce jour a plus d’un an : vérifiez l’année, ou ne donnez rien.", field="seen_on"
        )


@transaction.atomic
@errand("partner-signal")
def withdraw_by_code(*, code: str) -> PartnerSignal | None:
    """Take back what was sent by a link: what it said is erased. None when no code follows it.

    Raises DomainError once the team has already said what became of it.
    """
    rows = PartnerSignal.objects.select_for_update(no_key=True, of=("self",))
    one = rows.filter(follow_digest=digest_of(code), sender=None).order_by("pk").first()
    if one is None:
        return None
    return _withdraw(Author(None, one.organisation_id, BY_LINK), one)


@transaction.atomic
def withdraw_signal(*, by: Actor, signal: PartnerSignal) -> PartnerSignal:
    """Take back what one's organisation sent: what it said is erased. NotAllowed, DomainError."""
    rows = PartnerSignal.objects.select_for_update(no_key=True, of=("self",))
    held = rows.get(pk=signal.pk)
    require(by, "withdraw", held, act="retirer ce signalement")
    with errand("partner-signal"):
        return _withdraw(by.author, held)


def _withdraw(by: Author, held: PartnerSignal) -> PartnerSignal:
    if held.state == SignalState.WITHDRAWN:
        return held
    if not held.is_open:
        raise DomainError(
            "L’équipe a déjà traité ce message : il ne se retire plus d’ici. Il sera effacé dans "
            "quelques mois. Pour demander un effacement avant, écrivez à l’équipe."
        )
    taker = held.taken_by_id
    move(by, held, SignalState.WITHDRAWN)
    erase_words(by, held)
    record(
        by=by,
        action="signal.withdraw",
        kind=held.access_kind,
        object_id=held.pk,
        organisation=held.chain,
    )
    if taker is not None:
        told = recipients(team_of(held.organisation_id).filter(user=taker))
        notify(
            to=told,
            kind=PARTNER_SIGNAL.code,
            subject="Un signalement que vous aviez pris est retiré",
            body="Qui l’avait envoyé le retire. Ce qu’il disait est effacé : n’y allez pas pour "
            "lui.",
            link=reverse("outreach:signal", args=[held.pk]),
            sensitive=True,
        )
    return held


def _tell(signal: PartnerSignal, subject: str, body: str) -> None:
    """Tell the team, without a word of what was sent."""
    notify(
        to=who_is_told(signal.organisation_id),
        kind=PARTNER_SIGNAL.code,
        subject=subject,
        body=body,
        link=reverse("outreach:signals"),
        sensitive=True,
        cumulative=True,
    )
