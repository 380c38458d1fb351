"""The safe: papers kept because the person wants it, sealed, lent by a code, given back."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.core.files.models import StoredFile
from o2r.core.files.services import INSPECTOR, inspect
from o2r.core.journal.models import JournalEntry
from o2r.pathways.papers.enums import MOVES, CodeLife, Leaving, SafeKind, SafeState
from o2r.pathways.papers.models import SafeCode, SafeContent, SafeDocument
from o2r.pathways.papers.selectors.papers import kept_paper, lent, opened, safe_of
from o2r.pathways.papers.services import (
    Paper,
    keep,
    lend,
    open_by_code,
    settle,
    take_back_code,
    take_out,
)
from o2r.people.card_codes import code_digest
from o2r.people.enums import ProtectionReason
from o2r.people.models import Person
from o2r.people.selectors.reading import Reader
from o2r.people.services import anonymise, cancel_opening, issue_card, merge
from o2r.people.services.protecting import protect
from tests.accounts.factories import enter
from tests.people.factories import Operator, acting, person

pytestmark = pytest.mark.django_db


def picture() -> SimpleUploadedFile:
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "#dfe8e6").save(written, "PNG")
    return SimpleUploadedFile("Carte Inès Martin.png", written.getvalue())


def sent(place: Operator, momo: Person, title: str = "Titre de séjour") -> SafeDocument:
    paper = Paper(uuid4(), SafeKind.IDENTITY, title, clock.today() + timedelta(days=30))
    return keep(by=acting(place.ines), person=momo, paper=paper, upload=picture())


def kept(place: Operator, momo: Person) -> SafeDocument:
    row = sent(place, momo)
    for file in StoredFile.objects.attached_to("safe-document", row.pk):
        inspect(by=INSPECTOR, file=file)
    settle(document=row)
    row.refresh_from_db()
    return row


def test_every_move_of_a_paper_is_in_the_table() -> None:
    assert set(MOVES) == set(SafeState)
    assert {one for ends in MOVES.values() for one in ends} == {SafeState.KEPT, SafeState.REFUSED}


def test_a_paper_is_checked_then_sealed_and_its_file_leaves_the_disk(
    place: Operator, momo: Person
) -> None:
    row = sent(place, momo)
    waiting = StoredFile.objects.get()
    # Its name would have told who it is of.
    assert waiting.original_name == "papier.png"
    assert settle(document=row) == SafeState.CHECKED
    inspect(by=INSPECTOR, file=waiting)
    assert settle(document=row) == SafeState.KEPT
    assert not StoredFile.objects.exists()
    row.refresh_from_db()
    content = opened(row, place.organisation.pk)
    assert content is not None
    assert content.content.startswith(b"\x89PNG")
    assert b"PNG" not in bytes(SafeContent.objects.get().content)
    assert settle(document=row) == SafeState.KEPT


def test_a_file_that_is_not_what_it_says_is_refused_and_said(place: Operator, momo: Person) -> None:
    paper = Paper(uuid4(), SafeKind.OTHER, "Un fichier")
    upload = SimpleUploadedFile("papier.pdf", b"MZ\x90\x00 program")
    row = keep(by=acting(place.ines), person=momo, paper=paper, upload=upload)
    inspect(by=INSPECTOR, file=StoredFile.objects.get())
    assert settle(document=row) == SafeState.REFUSED
    row.refresh_from_db()
    assert row.reason
    assert not StoredFile.objects.exists()
    assert opened(row, place.organisation.pk) is None


def test_a_paper_is_added_once_by_who_follows(
    place: Operator, elsewhere: Operator, momo: Person
) -> None:
    paper = Paper(uuid4(), SafeKind.OTHER, "CV")
    ines = acting(place.ines)
    first = keep(by=ines, person=momo, paper=paper, upload=picture())
    assert keep(by=ines, person=momo, paper=paper, upload=picture()) == first
    for stranger in (place.bastien, place.claire, elsewhere.ines):
        with pytest.raises(NotAllowed):
            keep(by=acting(stranger), person=momo, paper=paper, upload=picture())
    with pytest.raises(DomainError) as refused:
        keep(by=ines, person=momo, paper=Paper(uuid4(), SafeKind.OTHER, " "), upload=picture())
    assert refused.value.field == "title"


def test_a_code_opens_one_paper_some_times_and_the_person_sees_it(
    place: Operator, momo: Person
) -> None:
    row = kept(place, momo)
    code, said = lend(by=acting(place.ines), document=row, life=CodeLife.DAY)
    digest = code_digest(said)
    assert said not in str(SafeCode.objects.values())
    assert lent(digest) == code
    SafeCode.objects.update(most_openings=2)
    assert open_by_code(digest=digest) == code
    assert open_by_code(digest=digest) == code
    assert open_by_code(digest=digest) is None
    assert lent(digest) is None
    told = JournalEntry.objects.filter(action="safe.open", object_id=momo.pk, user=None)
    assert told.count() == 2
    assert open_by_code(digest=code_digest("0000-0000-0000-0000")) is None


def test_a_code_ends_with_its_hours_a_new_one_or_a_word(place: Operator, momo: Person) -> None:
    row, ines = kept(place, momo), acting(place.ines)
    _, first = lend(by=ines, document=row, life=CodeLife.DAY)
    _, second = lend(by=ines, document=row, life=CodeLife.DAY)
    assert lent(code_digest(first)) is None
    with clock.stopped_at(clock.now() + timedelta(hours=24)):
        assert lent(code_digest(second)) is None
    assert take_back_code(by=ines, document=row) == 1
    assert take_back_code(by=ines, document=row) == 0
    assert lent(code_digest(second)) is None


def test_a_protected_file_lends_nothing(place: Operator, momo: Person) -> None:
    row, ines = kept(place, momo), acting(place.ines)
    _, said = lend(by=ines, document=row, life=CodeLife.THREE_DAYS)
    protect(by=ines, person=momo, reason=ProtectionReason.ASKED)
    assert lent(code_digest(said)) is None
    with pytest.raises(DomainError, match="protégé"):
        lend(by=ines, document=row, life=CodeLife.DAY)


def test_a_paper_leaves_for_good_with_its_code(place: Operator, momo: Person) -> None:
    row, ines = kept(place, momo), acting(place.ines)
    _, said = lend(by=ines, document=row, life=CodeLife.DAY)
    for _ in range(2):
        take_out(by=ines, document=row, why=Leaving.TAKEN)
    assert not SafeContent.objects.exists()
    assert lent(code_digest(said)) is None
    assert JournalEntry.objects.filter(action="safe.give_back").count() == 1


def test_a_safe_passes_with_a_merge_without_its_codes(place: Operator, momo: Person) -> None:
    ines, other = acting(place.ines), person(place.ines, "Zaza")
    row = kept(place, other)
    _, said = lend(by=ines, document=row, life=CodeLife.DAY)
    merge(by=ines, kept=momo, gone=other)
    found = kept_paper(momo, row.pk)
    assert found is not None
    content = opened(found, place.organisation.pk)
    assert content is not None
    assert content.content.startswith(b"\x89PNG")
    assert lent(code_digest(said)) is None


def test_everything_goes_with_the_person_even_what_waits(place: Operator, momo: Person) -> None:
    kept(place, momo)
    sent(place, momo)
    with pytest.raises(DomainError):
        cancel_opening(by=acting(place.ines), person=momo)
    anonymise(by=acting(place.ines), person=momo)
    assert not SafeDocument.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_paper_to_renew_is_told(place: Operator, momo: Person) -> None:
    kept(place, momo)
    groups = frozenset({"identity"})
    (one,) = safe_of(Reader.of(acting(place.ines), momo, groups), momo)
    assert (one.title, one.ends_soon, one.is_over) == ("Titre de séjour", True, False)


def test_the_pages_of_a_safe(client: Client, place: Operator, momo: Person) -> None:
    enter(client, place.ines)
    add = reverse("papers:add_paper", args=[momo.pk])
    given = {"key": uuid4(), "kind": "identite", "title": "Passeport", "file": picture()}
    # Nothing enters a safe unless the person wants it.
    assert client.post(add, given).status_code == 200
    assert not SafeDocument.objects.exists()
    again = given | {"wanted": "on", "file": picture()}
    assert client.post(add, again).status_code == 302
    row = SafeDocument.objects.get()
    inspect(by=INSPECTOR, file=StoredFile.objects.get())
    settle(document=row)
    page = client.get(reverse("papers:safe", args=[momo.pk])).content.decode()
    assert "Passeport" in page
    read = client.post(reverse("papers:read_paper", args=[row.pk, momo.pk]))
    assert read.content.startswith(b"\x89PNG")
    assert "Passeport" not in read.headers["Content-Disposition"]
    assert JournalEntry.objects.filter(action="safe.read", object_id=momo.pk).exists()
    made = client.post(reverse("papers:lend", args=[row.pk, momo.pk]), {"life": "24"})
    assert "PASSEPORT" not in made.content.decode()
    assert (
        "papier dans le coffre"
        in client.get(reverse("people:person", args=[momo.pk])).content.decode()
    )


def test_a_stranger_finds_no_safe(
    client: Client, place: Operator, elsewhere: Operator, momo: Person
) -> None:
    row = kept(place, momo)
    other = person(elsewhere.ines)
    for who, of in ((elsewhere.ines, momo), (place.bastien, momo), (elsewhere.ines, other)):
        enter(client, who)
        read = client.post(reverse("papers:read_paper", args=[row.pk, of.pk]))
        assert read.status_code == 404


def test_whoever_has_the_code_reads_the_paper_and_nothing_else(
    client: Client, place: Operator, momo: Person
) -> None:
    row = kept(place, momo)
    _, said = lend(by=acting(place.ines), document=row, life=CodeLife.DAY)
    assert client.get(reverse("lent:paper")).status_code == 302
    client.post(reverse("lent:front"), {"code": said.lower().replace("-", " ")})
    page = client.get(reverse("lent:paper")).content.decode()
    assert "papier d’identité" in page.casefold()
    assert "Momo" not in page
    assert "Titre de séjour" not in page
    assert client.post(reverse("lent:read")).content.startswith(b"\x89PNG")
    assert client.post(reverse("lent:leave")).status_code == 200
    assert client.post(reverse("lent:read")).status_code == 302


def test_a_wrong_code_opens_nothing(client: Client) -> None:
    client.post(reverse("lent:front"), {"code": "0000-0000-0000-0000"})
    assert "n’ouvre rien" in client.get(reverse("lent:paper")).content.decode()


def test_the_person_takes_and_erases_their_papers_alone(
    client: Client, place: Operator, momo: Person
) -> None:
    row, other = kept(place, momo), kept(place, person(place.ines, "Zaza"))
    _, code = issue_card(by=acting(place.ines), person=momo, word="deux mots rouges")
    assert client.get(reverse("own:safe")).status_code == 302
    client.post(reverse("card:front"), {"code": code})
    client.post(reverse("card:open"), {"word": "deux mots rouges"})
    assert reverse("own:safe") in client.get(reverse("card:page")).content.decode()
    assert "Titre de séjour" in client.get(reverse("own:safe")).content.decode()
    taken = client.post(reverse("own:take"), {"papier": row.pk})
    assert taken.content.startswith(b"\x89PNG")
    assert client.post(reverse("own:take"), {"papier": other.pk}).status_code == 404
    assert client.get(reverse("own:erase"), {"papier": row.pk}).status_code == 200
    assert client.post(reverse("own:erase"), {"papier": row.pk}).status_code == 302
    assert list(SafeDocument.objects.all()) == [other]
    told = JournalEntry.objects.filter(object_id=momo.pk, user=None, role="card")
    assert set(told.values_list("action", flat=True)) >= {"safe.read", "safe.erase"}
