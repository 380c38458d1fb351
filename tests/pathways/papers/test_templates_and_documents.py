"""Templates written by who coordinates, and what is made from them for somebody."""

from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core.documents import Paragraph
from o2r.core.journal.models import JournalEntry
from o2r.pathways.papers.enums import PaperKind
from o2r.pathways.papers.filling import example
from o2r.pathways.papers.models import IssuedDocument, PaperTemplate, TemplateVersion
from o2r.pathways.papers.product_templates import product_templates
from o2r.pathways.papers.registry import field_of, fields, provides
from o2r.pathways.papers.selectors.papers import content_of, issued_to
from o2r.pathways.papers.services import (
    Order,
    adapt,
    erase_issued,
    issue,
    retire,
    revise,
    write_template,
)
from o2r.pathways.papers.services.demonstration import add_product_templates
from o2r.people.models import Person
from o2r.people.services import anonymise, merge, undo_merge
from tests.accounts.factories import enter
from tests.people.factories import Operator, acting, person

BODY = "Bonjour {{ comment appeler }},\n\n{{ message }}\n\n{{ signature }}"


def letter(place: Operator, body: str = BODY, key: UUID | None = None) -> PaperTemplate:
    return write_template(
        by=acting(place.claire),
        key=key or uuid4(),
        kind=PaperKind.LETTER,
        title="Annoncer une visite",
        body=body,
    )


def made(place: Operator, momo: Person, template: PaperTemplate, **more: object) -> IssuedDocument:
    order = Order(uuid4(), message="Nous passerons mardi.", **more)  # type: ignore[arg-type]
    return issue(by=acting(place.ines), person=momo, template=template, order=order)


def test_the_templates_of_the_product_can_all_be_filled() -> None:
    read = list(product_templates())
    assert {one.kind for one in read} == set(PaperKind)
    for one in read:
        assert example(one.title, one.body, "Les Passerelles").blocks


@pytest.mark.django_db
def test_the_templates_of_the_product_are_added_once() -> None:
    assert add_product_templates() == 5
    PaperTemplate.objects.filter(code="synthese-personne").update(retired_at="2026-01-01T00:00Z")
    assert add_product_templates() == 0


def test_two_fields_are_never_written_alike() -> None:
    assert field_of("prénom").group == "identity"
    with pytest.raises(ValueError, match="Prenom"):
        provides("Prenom", lambda asked: "", help="")
    assert all(one.help and one.example for one in fields())


@pytest.mark.django_db
def test_who_coordinates_writes_and_who_follows_does_not(place: Operator) -> None:
    key = uuid4()
    one = letter(place, key=key)
    assert letter(place, key=key) == one
    assert (PaperTemplate.objects.count(), TemplateVersion.objects.count()) == (1, 1)
    with pytest.raises(NotAllowed):
        revise(by=acting(place.ines), template=one, title="A", body="B", seen=1)


@pytest.mark.django_db
def test_a_wrong_text_is_refused_at_its_field(place: Operator) -> None:
    with pytest.raises(DomainError, match="Ligne 2") as refused:
        letter(place, "Bonjour\n{{ numéro de carte bleue }}")
    assert refused.value.field == "body"


@pytest.mark.django_db
def test_a_change_is_a_version_and_a_stale_one_is_refused(place: Operator) -> None:
    one, claire = letter(place), acting(place.claire)
    revise(by=claire, template=one, title="Visite", body=BODY, seen=1)
    # Sent twice: nothing more.
    assert revise(by=claire, template=one, title="Visite", body=BODY, seen=1).number == 2
    with pytest.raises(DomainError, match="pendant que vous écriviez"):
        revise(by=claire, template=one, title="Autre", body=BODY, seen=1)
    assert [row.number for row in one.versions.order_by("number")] == [1, 2]


@pytest.mark.django_db
def test_a_template_of_the_product_is_copied_to_be_changed(place: Operator) -> None:
    add_product_templates()
    ours = PaperTemplate.objects.get(code="synthese-personne")
    claire = acting(place.claire)
    with pytest.raises(DomainError, match="Adaptez"):
        revise(by=claire, template=ours, title="A", body="B", seen=1)
    copied = adapt(by=claire, template=ours, key=uuid4())
    assert (copied.organisation, copied.kind) == (place.organisation, PaperKind.SUMMARY)
    assert retire(by=claire, template=copied).retired_at is not None


@pytest.mark.django_db
def test_a_document_is_sealed_and_made_once(place: Operator, momo: Person) -> None:
    template, ines = letter(place), acting(place.ines)
    order = Order(uuid4(), message="Nous passerons mardi.")
    row = issue(by=ines, person=momo, template=template, order=order)
    assert issue(by=ines, person=momo, template=template, order=order) == row
    assert "Momo" not in str(bytes(row.content))
    document = content_of(row, place.organisation.pk)
    assert document.blocks[:2] == [Paragraph("Bonjour Momo,"), Paragraph("Nous passerons mardi.")]
    assert row.groups == ["identity", "narrative"]
    assert JournalEntry.objects.filter(action="document.issue", object_id=momo.pk).count() == 1


@pytest.mark.django_db
def test_what_was_made_keeps_its_version(place: Operator, momo: Person) -> None:
    template = letter(place)
    row = made(place, momo, template)
    revise(by=acting(place.claire), template=template, title="Autre", body="Bonjour.", seen=1)
    row.refresh_from_db()
    assert row.version.title == "Annoncer une visite"


@pytest.mark.django_db
def test_nothing_is_made_by_who_does_not_follow(
    place: Operator, elsewhere: Operator, momo: Person
) -> None:
    template = letter(place)
    for stranger in (place.bastien, place.claire, elsewhere.ines):
        with pytest.raises(NotAllowed):
            issue(by=acting(stranger), person=momo, template=template, order=Order(uuid4()))


@pytest.mark.django_db
def test_a_template_of_somebody_else_is_not_used(
    place: Operator, elsewhere: Operator, momo: Person
) -> None:
    with pytest.raises(DomainError, match="plus en service"):
        made(place, momo, letter(elsewhere))


@pytest.mark.django_db
def test_a_document_is_read_only_with_all_its_groups(place: Operator, momo: Person) -> None:
    made(place, momo, letter(place))
    assert issued_to(momo, {"identity", "narrative", "route"})
    assert not issued_to(momo, {"identity"})


@pytest.mark.django_db
def test_a_key_taken_elsewhere_is_refused(place: Operator, momo: Person) -> None:
    template, order = letter(place), Order(uuid4())
    other = person(place.ines, "Zaza")
    issue(by=acting(place.ines), person=other, template=template, order=order)
    with pytest.raises(DomainError, match="déjà servi"):
        issue(by=acting(place.ines), person=momo, template=template, order=order)


@pytest.mark.django_db
def test_documents_pass_with_a_merge_and_come_back(place: Operator, momo: Person) -> None:
    ines, other = acting(place.ines), person(place.ines, "Zaza")
    row = made(place, other, letter(place))
    joined = merge(by=ines, kept=momo, gone=other)
    row.refresh_from_db()
    assert (row.person, row.subject) == (momo, momo.pk)
    assert content_of(row, place.organisation.pk).blocks[0] == Paragraph("Bonjour Zaza,")
    undo_merge(by=ines, merge=joined)
    row.refresh_from_db()
    assert row.person == other


@pytest.mark.django_db
def test_documents_go_with_the_person(place: Operator, momo: Person) -> None:
    made(place, momo, letter(place))
    anonymise(by=acting(place.ines), person=momo)
    assert not IssuedDocument.objects.exists()


@pytest.mark.django_db
def test_a_document_made_by_mistake_is_erased_once(place: Operator, momo: Person) -> None:
    row = made(place, momo, letter(place))
    for _ in range(2):
        erase_issued(by=acting(place.ines), document=row)
    assert JournalEntry.objects.filter(action="document.erase").count() == 1


@pytest.mark.django_db
def test_the_pages_make_a_document_and_hand_it_over(
    client: Client, place: Operator, momo: Person
) -> None:
    template = letter(place)
    enter(client, place.ines)
    page = client.get(reverse("papers:new_document", args=[template.pk, momo.pk]))
    assert "Momo" in page.content.decode()
    sent = {"key": page.context["form"]["key"].value(), "message": "À mardi."}
    answer = client.post(reverse("papers:new_document", args=[template.pk, momo.pk]), sent)
    assert answer.status_code == 302
    listed = client.get(reverse("papers:documents", args=[momo.pk]))
    assert "Annoncer une visite" in listed.content.decode()
    row = IssuedDocument.objects.get()
    docx = client.get(reverse("papers:document_docx", args=[row.pk, momo.pk]))
    assert docx.content[:2] == b"PK"
    pdf = client.get(reverse("papers:document_pdf", args=[row.pk, momo.pk]))
    assert pdf.status_code == 302 or pdf.content[:4] == b"%PDF"


@pytest.mark.django_db
def test_a_stranger_finds_nothing(
    client: Client, place: Operator, elsewhere: Operator, momo: Person
) -> None:
    row = made(place, momo, letter(place))
    enter(client, elsewhere.ines)
    for name, args in (
        ("documents", [momo.pk]),
        ("new_document", [row.version.template_id, momo.pk]),
        ("document_docx", [row.pk, momo.pk]),
        ("erase_document", [row.pk, momo.pk]),
        ("template", [row.version.template_id]),
    ):
        assert client.get(reverse(f"papers:{name}", args=args)).status_code == 404


@pytest.mark.django_db
def test_the_page_of_a_template_shows_it_before_it_is_kept(client: Client, place: Operator) -> None:
    enter(client, place.claire)
    sent = {"key": uuid4(), "kind": "courrier", "title": "Visite", "body": BODY, "apercu": "oui"}
    page = client.post(reverse("papers:new_template"), sent).content.decode()
    assert "Bonjour Inès" in page
    assert not PaperTemplate.objects.exists()
    wrong = sent | {"body": "{{ rien }}"}
    assert "Ligne 1" in client.post(reverse("papers:new_template"), wrong).content.decode()
    del sent["apercu"]
    client.post(reverse("papers:new_template"), sent)
    one = PaperTemplate.objects.get()
    assert client.get(reverse("papers:template", args=[one.pk])).status_code == 200
    assert client.get(reverse("papers:templates")).status_code == 200
    assert client.get(reverse("papers:retire_template", args=[one.pk])).status_code == 200
