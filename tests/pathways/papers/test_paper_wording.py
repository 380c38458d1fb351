"""The language of templates: what it reads, what it refuses and where, what it never does."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from o2r.core.documents import Block, Document, Heading, Paragraph, Signature, Table
from o2r.pathways.papers.content import of_text, to_text
from o2r.pathways.papers.wording import BLANK, Known, Value, WrongText, read

KNOWN = Known.of(
    ["prénom", "date de naissance", "message", "présences", "signature"], ["présences", "signature"]
)
TABLE = Table(("Date", "Lieu"), [("3 mars", "Gare")], "Rendez-vous")


def filled(body: str, **values: Value) -> list[Block]:
    return list(
        read(body, KNOWN).blocks({name.replace("_", " "): one for name, one in values.items()})
    )


def test_a_field_is_filled_whatever_its_case_and_accents() -> None:
    assert filled("Bonjour {{ Prenom }},\n\nà demain.", prénom="Inès") == [
        Paragraph("Bonjour Inès,"),
        Paragraph("à demain."),
    ]


def test_lines_of_a_paragraph_stay_lines_and_titles_are_titles() -> None:
    assert filled("# Un\nA\nB\n### Deux\nC") == [
        Heading("Un", 1),
        Paragraph("A\nB"),
        Heading("Deux", 2),
        Paragraph("C"),
    ]


def test_what_is_not_known_leaves_room_to_write() -> None:
    text = read("{{ prénom }}, {{ date de naissance }}", KNOWN)
    assert text.missing({"prénom": "Inès"}) == ["date de naissance"]
    assert list(text.blocks({"prénom": "Inès"})) == [Paragraph(f"Inès, {BLANK}")]


def test_a_sentence_is_said_only_if_something_is_known() -> None:
    said = "{{ si date de naissance }}\nné {{ date de naissance }}"
    body = f"A\n{said}\n{{{{ sinon }}}}\nâge inconnu\n{{{{ fin }}}}"
    assert filled(body, date_de_naissance="en mai") == [Paragraph("A\nné en mai")]
    assert filled(body) == [Paragraph("A\nâge inconnu")]


def test_a_table_and_the_room_to_sign_stand_alone() -> None:
    sign = Signature(["Hugo"])
    made = filled("Vu :\n{{ présences }}\n{{ signature }}", présences=TABLE, signature=sign)
    assert made == [Paragraph("Vu :"), TABLE, sign]


@pytest.mark.parametrize(
    ("body", "line", "said"),
    [
        ("Bonjour\n{{ mot de passe }}", 2, "mot de passe"),
        ("{{ prénom", 1, "commence par"),
        ("prénom }}", 1, "commence par"),
        ("{{ si prénom }}\nA", 1, "fermé nulle part"),
        ("{{ si prénom }}\n{{ si message }}\n{{ fin }}", 2, "déjà ouvert"),
        ("A\n{{ fin }}", 2, "ne ferme"),
        ("A\n{{ sinon }}", 2, "ne suit"),
        ("Vu {{ présences }}", 1, "seul sur sa ligne"),
        ("{{ si inconnu }}\nA\n{{ fin }}", 1, "inconnu"),
        ("  \n ", 2, "vide"),
        ("A" * 20_001, 1, "trop long"),
        # Nothing of Django's language is one of these fields.
        ("{{ prénom|safe }}", 1, "prénom|safe"),
        ("{{ person.referent.password }}", 1, "person.referent.password"),
    ],
)
def test_a_wrong_template_is_refused_at_its_line(body: str, line: int, said: str) -> None:
    with pytest.raises(WrongText, match="Ligne") as refused:
        read(body, KNOWN)
    assert refused.value.line == line
    assert said in str(refused.value)


@given(some.text(max_size=200))
def test_what_is_typed_in_a_field_is_never_read_again(typed: str) -> None:
    """Whatever somebody is called, it is a text of the document."""
    text = read("Bonjour {{ prénom }}.", KNOWN)
    (block,) = text.blocks({"prénom": "{{ message }}" + typed, "message": "secret"})
    assert isinstance(block, Paragraph)
    assert block.text == "Bonjour {{ message }}" + typed + "."


@given(some.text(some.sampled_from("ab#{} \n%|si"), max_size=120))
def test_any_text_is_read_or_refused_with_a_line_of_it(body: str) -> None:
    try:
        blocks = read(body, KNOWN).blocks({})
    except WrongText as refused:
        line = refused.line
    else:
        made = Document("Essai", blocks=blocks)
        line = 1 if of_text(to_text(made)) == made else 0
    assert 1 <= line <= body.count("\n") + 1


def test_a_document_is_kept_as_it_was() -> None:
    blocks: list[Block] = [
        Heading("Un"),
        Paragraph("A\nB"),
        Table(["Date"], [["3 mars"]], "Vu"),
        Signature(["H"]),
    ]
    document = Document("Titre", "Sous-titre", blocks)
    assert of_text(to_text(document)) == document
