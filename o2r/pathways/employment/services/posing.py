"""A question that leaves by SMS or mail, through the messages of the platform: once."""

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.errors import DomainError
from o2r.core.messaging.enums import Channel
from o2r.core.messaging.models import OutgoingMessage
from o2r.core.messaging.services import NewMessage, post
from o2r.pathways.appointments.enums import WhyNot
from o2r.pathways.employment.enums import Side
from o2r.pathways.employment.models import Checkpoint
from o2r.pathways.employment.question_words import question_text
from o2r.pathways.employment.questions import question_of
from o2r.pathways.employment.selectors.posing import (
    Stopped,
    Way,
    last_moment,
    last_posed,
    of_message,
    tag_of,
    way_to,
)
from o2r.pathways.employment.services.asking import open_link
from o2r.pathways.employment.services.jobs import hold
from o2r.territory.typography import typographic

KIND = "employment-question"


@transaction.atomic
def send_question(
    *, by: Actor, checkpoint: Checkpoint, channel: Channel, code: str, address: str
) -> Checkpoint:
    """Send a question by SMS or mail, with its link; asked again, nothing leaves twice.

    ``code``: the secret of the link, which ``address`` holds. What left, will leave or perhaps
    left is left alone; what could not leave may be sent again. Raises NotAllowed; DomainError when
    the person, or the employer, may not be written to by this channel.
    """
    hold(by, checkpoint.job)
    row = _locked(checkpoint)
    known = last_posed(row)
    if known is not None and known.is_gone:
        # A second click: the same question is on its way.
        return row
    row = _locked(open_link(by=by, checkpoint=row, code=code))
    way = way_to(row, channel)
    if not isinstance(way, Way):
        raise DomainError(why_not(way, channel))
    asked = question_of(row.day, Side(row.side))
    post(
        message=NewMessage(
            kind=KIND,
            tag=tag_of(row),
            channel=channel,
            subject=row.person_id,
            organisation=row.person.organisation_id,
            recipient=way.recipient,
            text=question_text(asked.text, address, discreet=way.discreet),
            zone=way.zone,
            expires_at=last_moment(row),
            not_before=way.not_before,
            not_after=way.not_after,
        )
    )
    return row


def why_not(code: str, channel: Channel) -> str:
    """What is said of a question that may not leave."""
    known = {one.value: one.label for one in (*Stopped, *WhyNot)}
    return typographic(
        f"La question n’est pas partie par {channel.label} : {known[code]}. Copiez le lien, ou "
        "posez-la de vive voix."
    )


def still_wanted(message: OutgoingMessage) -> str:
    """Why a question must not leave after all; nothing when it may. Answered, asked no more,
    replaced by another link, or a yes taken back meanwhile: it stays here."""
    row = of_message(message.tag)
    if row is None:
        return Stopped.REPLACED.value
    if not row.takes_an_answer:
        return Stopped.OVER.value
    found = way_to(row, Channel(message.channel))
    return found if isinstance(found, str) else ""


def _locked(checkpoint: Checkpoint) -> Checkpoint:
    rows = Checkpoint.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("job", "person__organisation").get(pk=checkpoint.pk)
