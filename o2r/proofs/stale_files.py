"""Rights over the file of somebody that end: after each change, the very next request must know.

As in ``stale``, on the files of people: an agreement taken back, by who follows or by the card
alone, a file protected, an emergency that is over, a colleague who no longer accompanies.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.test import Client
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.enums import MembershipRole, OrganisationKind
from o2r.accounts.models import Membership, Organisation, User
from o2r.accounts.policy import decide
from o2r.accounts.services.partitioning import partition
from o2r.core import clock
from o2r.outreach.models import Encounter
from o2r.outreach.services.encounter_details import EncounterDetails, Heard
from o2r.outreach.services.encounters import record_encounter
from o2r.people.card_codes import code_digest
from o2r.people.enums import (
    AgreementProof,
    EmergencyReason,
    NoteLevel,
    ProtectionReason,
    Purpose,
    SharedField,
    Support,
)
from o2r.people.models import Agreement, EmergencyOpening, FollowUp, Note, Person
from o2r.people.recognising import Said
from o2r.people.services import (
    Given,
    Terms,
    accompany,
    anonymise,
    correct_note,
    entrust,
    give,
    inform,
    issue_card,
    open_person,
    propose,
    stop_accompanying,
    stop_with_card,
    withdraw,
    write_note,
)
from o2r.people.services.emergencies import open_in_emergency
from o2r.people.services.protecting import protect
from o2r.proofs import world
from o2r.proofs.world import of_role

NAME, NOTE, WORDS = "Canari des droits", "canari-de-la-note", "canari-des-mots"
REFERENT = of_role(MembershipRole.CASEWORKER)
COLLEAGUE = of_role(MembershipRole.OUTREACH_WORKER)
ADVISER = of_role(MembershipRole.PARTNER_ADVISER, OrganisationKind.MISSION_LOCALE)


@dataclass
class Situation:
    """A file, its referent, and who may read something of it today."""

    referent: world.Person
    reader: world.Person
    file: Person
    meeting: Encounter
    note: Note
    code: str = ""

    @property
    def by(self) -> Actor:
        """The referent, whose rights are read again."""
        return actor_for(User.objects.get(pk=self.referent.somebody.user.pk))

    @property
    def reader_user(self) -> User:
        return self.reader.somebody.user

    @property
    def agreement(self) -> Agreement:
        return Agreement.objects.get(person=self.file)


def _situation(reader: world.Description) -> Situation:
    """The file of somebody met once, with a name, a note and words; no right yet for the reader."""
    referent, other = world.make_person(REFERENT), world.make_person(reader)
    if reader is COLLEAGUE:
        place = referent.somebody.organisation
        Membership.objects.filter(user=other.somebody.user).update(organisation=place)
    by = actor_for(referent.somebody.user)
    file = open_person(by=by, given=Given(known_as=NAME))
    meeting = record_encounter(
        by=by,
        entry=uuid4(),
        details=EncounterDetails(),
        persons=[file.pk],
        heard=Heard(words=WORDS),
    )
    note = write_note(by=by, person=file, text=NOTE, level=NoteLevel.TEAM)
    return Situation(referent, other, file, meeting, note)


# --- How one may read -----------------------------------------------------------------------------


def _as_referent(now: Situation) -> None:
    now.reader = now.referent


def _beside(now: Situation) -> None:
    accompany(by=now.by, person=now.file, colleague=now.reader_user)


def _by_agreement(now: Situation) -> None:
    inform(by=now.by, person=now.file, support=Support.SPOKEN, language="fr")
    where = now.reader.somebody.organisation
    terms = Terms(Purpose.REFER, where, [SharedField.FIRST_NAME])
    asked = propose(by=now.by, person=now.file, terms=terms)
    give(by=now.by, agreement=asked, proof=AgreementProof.VOICE)
    _, now.code = issue_card(by=now.by, person=now.file)


def _in_an_emergency(now: Situation) -> None:
    open_in_emergency(
        by=actor_for(now.reader_user),
        said=Said(reference=str(now.file.pk)[:8]),
        reason=EmergencyReason.DANGER,
        words="en danger",
    )


# --- What ends it ---------------------------------------------------------------------------------


def _withdraw(now: Situation) -> None:
    withdraw(by=now.by, agreement=now.agreement)


def _stop_with_the_card(now: Situation) -> None:
    stop_with_card(digest=code_digest(now.code))


def _let_it_end(now: Situation) -> None:
    yesterday = clock.today() - timedelta(days=1)
    Agreement.objects.filter(person=now.file).update(given_on=yesterday, until=yesterday)


def _protect(now: Situation) -> None:
    reason = ProtectionReason.ASKED
    protect(by=now.by, person=now.file, reason=reason, stops_sharing=True)


def _partition(now: Situation) -> None:
    manager = User.objects.create(email="garant@essai.example", display_name="Garant")
    Membership.objects.create(
        user=manager,
        organisation=now.file.organisation,
        role=MembershipRole.MEMBER,
        manages_accounts=True,
        approved_at=clock.now(),
        personal_data_from=clock.now(),
    )
    place = Organisation.objects.get(pk=now.file.organisation_id)
    partition(by=actor_for(manager), organisation=place, takes_back=True)


def _an_hour_later(now: Situation) -> None:
    # A minute ago rather than an hour later: the proofs of the session must stay fresh.
    before = clock.now() - EmergencyOpening.LASTS - timedelta(minutes=1)
    EmergencyOpening.objects.filter(person=now.file).update(
        asked_at=before, opened_at=before, until=before + EmergencyOpening.LASTS
    )


def _stop_accompanying(now: Situation) -> None:
    row = FollowUp.objects.get(person=now.file, user=now.reader_user)
    stop_accompanying(by=now.by, follow_up=row)


def _last_day_over(now: Situation) -> None:
    yesterday = clock.today() - timedelta(days=1)
    rows = FollowUp.objects.filter(person=now.file, user=now.reader_user)
    rows.update(since=yesterday, until=yesterday)


def _entrust(now: Situation) -> None:
    other = User.objects.create(email="suite@essai.example", display_name="Suite")
    Membership.objects.create(
        user=other,
        organisation=now.file.organisation,
        role=MembershipRole.CASEWORKER,
        approved_at=clock.now(),
        personal_data_from=clock.now(),
    )
    entrust(by=now.by, person=now.file, to=other)


def _make_confidential(now: Situation) -> None:
    correct_note(by=now.by, note=now.note, text=NOTE, level=NoteLevel.CONFIDENTIAL)


def _erase(now: Situation) -> None:
    anonymise(by=now.by, person=now.file)


# --- Where it shows -------------------------------------------------------------------------------


def _shows(client: Client, where: str, text: str) -> bool:
    answer = client.get(where)
    return answer.status_code == 200 and text in answer.content.decode()


def _page_of(now: Situation) -> str:
    return reverse("people:person", args=[now.file.pk])


def _page(now: Situation) -> bool:
    return _shows(now.reader.client, _page_of(now), NAME)


def _note(now: Situation) -> bool:
    return _shows(now.reader.client, _page_of(now), NOTE)


def _list(now: Situation) -> bool:
    return _shows(now.reader.client, reverse("people:caseload"), NAME)


def _shares(now: Situation) -> bool:
    return _shows(now.reader.client, reverse("agreements:shared"), NAME)


def _search(now: Situation) -> bool:
    answer = now.reader.client.post(reverse("people:search"), {"name": NAME})
    return answer.status_code == 200 and str(now.file.pk) in answer.content.decode()


def _words(now: Situation) -> bool:
    where = reverse("outreach:encounter", args=[now.meeting.pk])
    return _shows(now.reader.client, where, WORDS)


def _write(now: Situation) -> bool:
    where = reverse("people:new_note", args=[now.file.pk])
    sent = {"text": "écrit", "level": NoteLevel.TEAM.value}
    return now.reader.client.post(where, sent).status_code == 302


def _task(now: Situation) -> bool:
    """What a job would do for the reader, who was read again when it starts."""
    actor = actor_for(User.objects.get(pk=now.reader_user.pk))
    found = Person.objects.visible_to(actor).filter(pk=now.file.pk).first()
    return found is not None and bool(decide(actor, "read", found.subject(actor), PROVED))


def _kept_copy(now: Situation) -> bool:
    """Whether a browser, or a proxy, may keep the page and show it later."""
    answer = now.reader.client.get(_page_of(now))
    return "no-store" not in answer.headers.get("Cache-Control", "")


SURFACES: dict[str, Callable[[Situation], bool]] = {
    "page": _page,
    "note": _note,
    "list": _list,
    "shares": _shares,
    "search": _search,
    "words": _words,
    "write": _write,
    "task": _task,
}
FOLLOWS = ("page", "note", "list", "search", "words", "write", "task")
SHARED = ("page", "shares", "task")
FOR_AN_HOUR = ("page", "note", "task")


@dataclass(frozen=True)
class Change:
    """A right over a file that ends: who holds it, how, what ends it, and where it shows."""

    name: str
    who: world.Description
    how: Callable[[Situation], None]
    ends: Callable[[Situation], None]
    surfaces: tuple[str, ...]


CHANGES = (
    Change("agreement withdrawn", ADVISER, _by_agreement, _withdraw, SHARED),
    Change("agreement stopped by the card", ADVISER, _by_agreement, _stop_with_the_card, SHARED),
    Change("agreement over", ADVISER, _by_agreement, _let_it_end, SHARED),
    Change("shared file protected", ADVISER, _by_agreement, _protect, SHARED),
    Change("organisation partitioned", ADVISER, _by_agreement, _partition, SHARED),
    Change("shared file erased", ADVISER, _by_agreement, _erase, SHARED),
    Change("emergency over", COLLEAGUE, _in_an_emergency, _an_hour_later, FOR_AN_HOUR),
    Change("opened file protected", COLLEAGUE, _in_an_emergency, _protect, FOR_AN_HOUR),
    Change("stops accompanying", COLLEAGUE, _beside, _stop_accompanying, FOLLOWS),
    Change("last day of accompanying", COLLEAGUE, _beside, _last_day_over, FOLLOWS),
    Change("note made confidential", COLLEAGUE, _beside, _make_confidential, ("note",)),
    Change("file entrusted", COLLEAGUE, _as_referent, _entrust, FOLLOWS),
    Change("file erased", COLLEAGUE, _as_referent, _erase, FOLLOWS[:-1]),
)


def stale_surfaces() -> Iterator[tuple[str, str, str]]:
    """Every (change, surface, fault); a fault is « shut before » or « still open »."""
    for change in CHANGES:
        with transaction.atomic():
            now = _situation(change.who)
            change.how(now)
            shut = [name for name in change.surfaces if not SURFACES[name](now)]
            kept = _kept_copy(now)
            change.ends(now)
            still = [name for name in change.surfaces if SURFACES[name](now)]
            transaction.set_rollback(True)
        yield from ((change.name, name, "shut before") for name in shut)
        yield from ((change.name, name, "still open") for name in still)
        if kept:
            yield (change.name, "cached page", "still open")


def checks() -> int:
    """How many (change, surface) pairs are asked."""
    return sum(len(change.surfaces) + 1 for change in CHANGES)
