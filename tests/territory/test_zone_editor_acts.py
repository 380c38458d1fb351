"""Adding, excluding, taking away: what the expression becomes, and what is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.territory.official import Geography
from o2r.territory.typography import typographic
from o2r.territory.zone_editor import Sign, chips, edit, terms_of, written
from o2r.territory.zone_reading import EditorReading
from o2r.territory.zones import ZoneError, resolve
from tests.territory.test_zone_reference_values import YOUTH_CALL

EBER = "epci:200085751"


@pytest.mark.parametrize(
    ("before", "act", "typed", "after", "said"),
    [
        ("", "add", "Isère", "dep:38", "« Isère » est ajouté."),
        ("dep:38", "add", "dep:73", "dep:38 + dep:73", "« Savoie » est ajouté."),
        ("dep:38", "exclude", "Entre Bièvre et Rhône", f"dep:38 - {EBER}", "est exclu."),
        # Adding what was excluded takes the exclusion away, and back.
        (f"dep:38 - {EBER}", "add", EBER, "dep:38", "est ajouté."),
        ("dep:38 + com:63113", "exclude", "com:63113", "dep:38", "« Clermont-Ferrand » est exclu."),
        ("dep:38 + com:38344", "exclude", "com:38344", "dep:38 - com:38344", "est exclu."),
        # A part of what is excluded comes back.
        (f"dep:38 - {EBER}", "add", "com:38344", f"dep:38 - {EBER} + com:38344", "est ajouté."),
        ("dep:38", "add", "com:38344", "dep:38", "« Roussillon » est déjà dans la zone."),
        ("dep:38", "remove=0", "", "", "« Isère » est retiré."),
        ("dep:38 + dep:73", "remove=0", "", "dep:73", "« Isère » est retiré."),
        (f"dep:38 - {EBER}", "remove=0", "", f"- {EBER}", "« Isère » est retiré."),
        ("dep:38", "", "dep:73", "dep:38 + dep:73", "« Savoie » est ajouté."),
        ("dep:38", "add=dep:73", "Isère", "dep:38 + dep:73", "« Savoie » est ajouté."),
    ],
)
def test_an_act_changes_the_expression(
    before: str, act: str, typed: str, after: str, said: str
) -> None:
    edited = edit(before, act=act, text=typed)
    assert edited.expression == after
    assert typographic(said) in edited.said
    assert edited.pending
    assert not edited.problem


@pytest.mark.parametrize(
    ("before", "act", "typed", "problem"),
    [
        ("dep:38", "add", "Isèrre", "« Isèrre » n’est le nom d’aucun territoire"),
        ("dep:38", "add", "dep:99", "« dep:99 » : aucun territoire de type département"),
        ("dep:38", "add", "dep:38 + dep:73", "réunit plusieurs territoires"),
        ("dep:38", "exclude", "dep:73", "« Savoie » n’est pas dans la zone : il n’y a rien à"),
        ("", "exclude", "dep:73", "« Savoie » n’est pas dans la zone"),
        ("dep:38", "exclude", "reg:84", "ne laisserait aucune commune dans la zone"),
        ("dep:38", "add", "qpv:QN01234M", "n’a pas été importée dans cette instance"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    before: str, act: str, typed: str, problem: str
) -> None:
    edited = edit(before, act=act, text=typed)
    assert typographic(problem) in edited.problem
    assert edited.expression == before
    assert edited.text == typed
    assert edited.pending


def test_a_shared_name_offers_each_territory() -> None:
    edited = edit("dep:38", act="exclude", text="Roussillon")
    assert "désigne 2 territoires" in edited.problem
    assert [choice.act for choice in edited.choices] == ["exclude=com:38344", "exclude=com:84102"]
    assert edited.choices[0].label == "Roussillon (commune, Isère)"
    assert edit("dep:38", act=edited.choices[0].act).expression == "dep:38 - com:38344"


@pytest.mark.parametrize("act", ["", "add", "exclude", "remove=7", "remove=x", "nothing=1", "add="])
def test_an_act_without_object_changes_nothing(act: str) -> None:
    edited = edit(" dep:38 ", act=act)
    assert edited.expression == "dep:38"
    assert edited.pending is bool(act)
    assert not edited.problem


def test_chips_tell_the_signs_and_what_is_alone(france: Geography) -> None:
    shown = chips(YOUTH_CALL, france)
    assert [chip.sign for chip in shown] == [
        *[Sign.ADD] * 4,
        Sign.EXCLUDE,
        Sign.ADD,
        Sign.ONLY,
        *[Sign.ADD] * 2,
    ]
    assert [chip.position for chip in shown] == list(range(9))
    eber, clermont = shown[4], shown[6]
    assert (eber.name, eber.detail) == ("CC Entre Bièvre et Rhône", "EPCI, Isère, 37 communes")
    assert clermont.detail == "EPCI, Puy-de-Dôme, 21 communes"
    assert shown[0].detail == "département, 391 communes"


def test_a_chip_that_cannot_be_read_says_why() -> None:
    good, wrong = chips("dep:38 + dep:99")
    assert not good.problem
    assert wrong.name == "dep:99"
    assert "Vérifiez le code" in wrong.problem
    assert chips("n’importe quoi") == ()


def test_an_orphan_removal_keeps_its_chip_and_the_page_says_what_is_wrong() -> None:
    edited = edit(f"dep:38 - {EBER}", act="remove=0")
    editor = EditorReading(edited)
    assert [chip.name for chip in editor.chips] == ["CC Entre Bièvre et Rhône"]
    assert editor.zone is None
    assert "commence par un retrait" in editor.error
    assert editor.said == editor.error
    assert edit(edited.expression, act="remove=0").expression == ""


def test_the_editor_says_the_zone_and_what_leaves_its_perimeter() -> None:
    editor = EditorReading(edit("dep:73", act="add", text="com:38344"), YOUTH_CALL)
    assert [line.unit.name for line in editor.refused] == ["Roussillon"]
    assert editor.said == typographic(
        "« Roussillon » est ajouté. Zone : Isère : Roussillon uniquement ; Savoie. "
        "Un territoire sort du périmètre."
    )
    assert EditorReading(edit("")).said == "La zone est vide."


names = st.sampled_from(
    ["dep:38", "dep:73", EBER, "com:38344", "epci:200077014", "com:63113", "reg:84", "ept:zz"]
)
acts = st.lists(
    st.tuples(st.sampled_from(["add", "exclude", "remove"]), names, st.integers(0, 6)), max_size=12
)


@given(acts=acts)
def test_whatever_is_done_the_expression_can_be_edited_again(
    acts: list[tuple[str, str, int]],
) -> None:
    expression = ""
    for verb, name, place in acts:
        act = f"remove={place}" if verb == "remove" else verb
        before = expression
        edited = edit(before, act=act, text="" if verb == "remove" else name)
        expression = edited.expression
        assert written(terms_of(expression)) == expression
        assert len(chips(expression)) == len(terms_of(expression))
        if verb == "remove" or edited.problem:
            continue
        # After an addition that is not refused, the unit is inside; after an exclusion, outside.
        try:
            zone = resolve(expression)
        except ZoneError:
            continue
        unit = resolve(name)
        assert (unit <= zone) if verb == "add" else not len(unit & zone)
