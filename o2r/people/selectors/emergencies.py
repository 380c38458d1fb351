"""What is asked about emergency openings: what is left, which file, what waits for whom."""

from collections.abc import Iterator
from uuid import UUID

from o2r.accounts.actors import Actor
from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.crypto.errors import NoKey
from o2r.core.crypto.fields import read_sealed
from o2r.core.crypto.scope import key_scope
from o2r.core.crypto.sealing import prefetch_keys
from o2r.core.watch.selectors import limits
from o2r.people.enums import ContactKind
from o2r.people.models import EmergencyOpening, EmergencyWords, Person, ProtectedReading
from o2r.people.models.opening import EmergencyOpeningQuerySet
from o2r.people.recognising import Known, Said, agrees, names_of


def allowed() -> int:
    """How many openings somebody may ask for within thirty days; one more blocks the account."""
    return int(limits()["break_glass.month"]) - 1


def left_for(actor: Actor) -> int:
    """How many are left today."""
    if actor.user is None:
        return 0
    return max(allowed() - EmergencyOpening.objects.counted(actor.user, clock.now()), 0)


def recognised(organisation: UUID, said: Said) -> list[Person]:
    """The files of an organisation that answer what is said. Called within an errand.

    Every open file is read whatever is asked, so that the time it takes says nothing.
    """
    with key_scope():
        return [person for person, known in _known(organisation) if agrees(said, known)]


def _known(organisation: UUID) -> Iterator[tuple[Person, Known]]:
    # What decides of the file found is read of all: as many questions for one as for none.
    rows = Person.objects.followed().of_organisation(organisation).with_followers()
    people = list(rows.select_related("identity").prefetch_related("contacts").order_by("pk"))
    prefetch_keys(organisation=organisation, subjects=[one.pk for one in people])
    for person in people:
        texts = {"known_as": "", "first_name": "", "last_name": "", "birth_date": ""}
        phones: list[str] = []
        try:
            texts = read_sealed(person.identity, *texts, organisation=organisation)
            phones = [
                read_sealed(one, "value", organisation=organisation)["value"]
                for one in person.contacts.all()
                if one.kind == ContactKind.PHONE
            ]
        except NoKey:
            # The reference still names the file.
            pass
        yield (
            person,
            Known(
                file=person.pk,
                names=names_of(texts["known_as"], texts["first_name"], texts["last_name"]),
                born=texts["birth_date"],
                phones=phones,
                referent=person.referent_id,
            ),
        )


def for_pages(rows: EmergencyOpeningQuerySet) -> EmergencyOpeningQuerySet:
    """With all that a page says of an opening."""
    return rows.select_related("by", "organisation", "referent", "agreed_by", "reviewed_by")


def words_of(opening: EmergencyOpening, organisation: UUID | None) -> dict[str, str]:
    """What was said of an opening: ``why``, ``left``, ``remark``; empty where no key opens it."""
    nothing = {"why": "", "left": "", "remark": ""}
    said = EmergencyWords.objects.filter(opening=opening).first()
    if said is None or organisation is None or opening.person_id is None:
        return nothing
    try:
        return read_sealed(said, *nothing, organisation=organisation)
    except NoKey:
        return nothing


@errand("emergency-readings")
def readings_of(opening: EmergencyOpening) -> list[ProtectedReading]:
    """When the file was read by who opened it. For who may read the opening, and not the file."""
    if opening.opened_at is None or opening.until is None:
        return []
    rows = ProtectedReading.objects.filter(person=opening.person_id, reader=opening.by_id)
    return list(rows.since(opening.opened_at).order_by("last_at", "pk"))


def to_answer(actor: Actor) -> int:
    """How many openings wait for this person: a second person, or a review."""
    now = clock.now()
    rows = EmergencyOpening.objects.visible_to(actor).filter(
        organisation=actor.organisation, person__isnull=False
    )
    others = rows.exclude(by=actor.user)
    waiting = others.waiting(now).filter(refused_at=None)
    return waiting.count() + (others.to_review().count() if _reviews(actor) else 0)


def _reviews(actor: Actor) -> bool:
    """Whether this person gives opinions on openings, and not on their own files alone."""
    return actor.has("account-manager") or actor.has("dpo")
