"""Taking, correcting and erasing what is held of one person."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest

from o2r.accounts.closing import is_closed
from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.core.journal.models import JournalEntry
from o2r.core.notifications.models import Mail
from o2r.core.notifications.services import Recipient, notify, post_mail
from o2r.core.retention.enums import Right, SubjectKind
from o2r.core.retention.errors import RetentionError
from o2r.core.retention.rights import Subject
from o2r.core.retention.services import (
    erase_subject,
    limit,
    place_hold,
    receive_request,
    rectify,
    run_export,
)
from o2r.projects.models import RelayMessage
from tests.accounts.factories import MembershipFactory, UserFactory
from tests.projects.factories import ErrorReportFactory, RelayMessageFactory

BY = Author(user=None, organisation=None, role="visitor")
INES = Subject(SubjectKind.VISITOR, "ines@partenaire.example")
MINE = {"sender_email": INES.reference}


def files(subject: Subject) -> dict[str, str]:
    content = run_export(by=BY, subject=subject).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def account(user: User) -> Subject:
    return Subject(SubjectKind.ACCOUNT, str(user.pk))


def test_a_visitor_takes_everything_in_three_forms() -> None:
    RelayMessageFactory(message="=1+1 <b>Bonjour</b>", **MINE)
    RelayMessageFactory(message="Le message d’un autre")
    got = files(INES)
    page, data = got["index.html"], json.loads(got["donnees.json"])
    assert "&lt;b&gt;Bonjour" in page
    assert "Base légale" in page
    assert "<script" not in page
    [row] = data["donnees"]["projects-relaymessage"]
    assert row["message"] == "=1+1 <b>Bonjour</b>"
    assert data["schema"]["projects-relaymessage"]["message"]["titre"] == "message"
    table = list(csv.DictReader(io.StringIO(got["projects-relaymessage.csv"].lstrip("\ufeff"))))
    assert table[0]["message"] == "'=1+1 <b>Bonjour</b>"
    assert not any("Le message d’un autre" in text for text in got.values())


def test_an_account_never_exports_the_hash_of_its_password() -> None:
    user = UserFactory()
    user.set_password("quatorze-lettres-au-moins")
    user.save()
    MembershipFactory(user=user)
    got = files(account(user))
    assert user.email in got["index.html"]
    assert user.memberships.get().organisation.name in got["index.html"]
    assert not any(user.password in text for text in got.values())


def test_a_closed_account_is_nobody_any_more() -> None:
    user, other = UserFactory(display_name="Malik Ferrand"), UserFactory()
    place = MembershipFactory(user=user)
    notify(
        to=[Recipient(user.pk, user.email)], kind="rights-answered", subject="Bonjour", body="Malik"
    )
    outcomes = {one.holding.label: one for one in erase_subject(by=BY, subject=account(user))}
    user.refresh_from_db()
    place.refresh_from_db()
    other.refresh_from_db()
    assert is_closed(user)
    assert not user.has_usable_password()
    assert place.ended_at is not None
    assert not is_closed(other)
    assert not Mail.objects.filter(to__contains="personne").exists()
    assert outcomes["accounts.User"].changed == 1
    assert "inaltérable" in outcomes["journal.JournalEntry"].why


def test_an_erasure_twice_erases_nothing_more() -> None:
    RelayMessageFactory(**MINE)
    post_mail(to=INES.reference, subject="Un lien", body="…")
    first = erase_subject(by=BY, subject=INES)
    assert sum(one.changed for one in first) == 2
    assert sum(one.changed for one in erase_subject(by=BY, subject=INES)) == 0


def test_what_a_hold_protects_stays_and_the_person_is_told() -> None:
    kept, _ = RelayMessageFactory(**MINE), RelayMessageFactory(**MINE)
    place_hold(
        by=BY,
        kind="projects.RelayMessage",
        object_id=str(kept.pk),
        reason="Litige",
        until=clock.today(),
    )
    outcomes = {one.holding.label: one for one in erase_subject(by=BY, subject=INES)}
    outcome = outcomes["projects.RelayMessage"]
    assert (outcome.changed, outcome.kept) == (1, 1)
    assert "suspendu" in outcome.words
    assert list(RelayMessage.objects.all()) == [kept]


def test_a_limitation_keeps_everything_until_its_day() -> None:
    RelayMessageFactory(**MINE)
    ErrorReportFactory(reporter_email=INES.reference)
    until = clock.today() + timedelta(days=90)
    assert limit(by=BY, subject=INES, reason="Litige", until=until) == 2
    assert limit(by=BY, subject=INES, reason="Litige", until=until) == 0
    assert sum(one.changed for one in erase_subject(by=BY, subject=INES)) == 0


def test_what_the_person_wrote_in_a_request_goes_with_the_rest() -> None:
    request = receive_request(
        by=BY, subject=INES, right=Right.ERASURE, contact=INES.reference, details="Ma vie"
    )
    erase_subject(by=BY, subject=INES)
    request.refresh_from_db()
    assert (request.details, request.is_open) == ("", True)


def test_a_correction_changes_one_field_of_ones_own() -> None:
    mine, other = RelayMessageFactory(**MINE), RelayMessageFactory()
    asked = {"by": BY, "subject": INES, "label": "projects.RelayMessage", "field": "sender_name"}
    row = rectify(object_id=str(mine.pk), value="  Inès Martin ", **asked)
    assert row.sender_name == "Inès Martin"
    with pytest.raises(RetentionError, match="n’existent pas, ou plus"):
        rectify(object_id=str(other.pk), value="Inès", **asked)
    with pytest.raises(RetentionError, match="120"):
        rectify(object_id=str(mine.pk), value="x" * 121, **asked)
    with pytest.raises(RetentionError, match="ne se corrige pas"):
        rectify(object_id=str(mine.pk), value="x", **{**asked, "field": "message"})
    with pytest.raises(RetentionError, match="n’existent pas"):
        rectify(object_id=str(mine.pk), value="x", **{**asked, "label": "projects.FundedProject"})
    [entry] = JournalEntry.objects.filter(action="rights-rectification")
    assert entry.fields == "sender_name"


def test_a_visitor_is_nobody_in_the_journal() -> None:
    RelayMessageFactory(**MINE)
    run_export(by=BY, subject=INES)
    entry = JournalEntry.objects.get(action="rights-export")
    assert (entry.object_id, entry.user, entry.count) == (None, None, 1)
