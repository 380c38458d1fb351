"""The zone as a field of a form: what it accepts, refuses, and keeps while one edits."""

import re

import pytest
from django import forms
from django.http import QueryDict

from o2r.territory.forms import ZoneField, edits_a_zone
from o2r.territory.typography import typographic
from o2r.territory.zones import resolve
from tests.territory.test_zone_reference_values import YOUTH_CALL


class CallForm(forms.Form):
    title = forms.CharField(label="Intitulé", max_length=8)
    perimeter = ZoneField(label="Périmètre")
    territory = ZoneField(label="Territoire", within=YOUTH_CALL, required=False)
    loose = ZoneField(label="Ailleurs", within="dep:38", of="project", strict=False, required=False)


def shown(field: forms.BoundField) -> str:
    """The editor as markup, without the line breaks of its source."""
    return " ".join(str(field).split())


def form(prefix: str | None = None, **given: str) -> CallForm:
    data = QueryDict(mutable=True)
    for name, value in given.items():
        data[name.replace("__", "-")] = value
    return CallForm(data, prefix=prefix)


def test_the_expression_is_cleaned_and_normalised() -> None:
    sent = form(title="Jeunes", perimeter=" DEP:38−epci:200085751 ", territory="dep:73")
    assert not edits_a_zone(sent)
    assert sent.is_valid()
    assert sent.cleaned_data["perimeter"] == "dep:38 - epci:200085751"
    assert sent.cleaned_data["territory"] == "dep:73"
    assert sent.cleaned_data["loose"] == ""


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({}, "perimeter", "Ajoutez au moins un territoire."),
        ({"perimeter": "dep:99"}, "perimeter", "« dep:99 » : aucun territoire de type département"),
        ({"perimeter": "dep:38 - dep:73"}, "perimeter", "« - dep:73 » (Savoie) ne retire rien"),
        ({"perimeter": "- dep:73"}, "perimeter", "L’expression commence par un retrait"),
        (
            {"perimeter": "dep:38", "territory": "com:38344 + dep:73"},
            "territory",
            "« Roussillon » : hors périmètre : la commune Roussillon est dans CC Entre Bièvre et "
            "Rhône, exclue par l’appel.",
        ),
        (
            {"perimeter": "dep:38", "territory": "epci:200077014"},
            "territory",
            "« CA Vienne Condrieu » : en partie hors périmètre (12 communes sur 30) : "
            "le département du Rhône n’est pas dans l’appel.",
        ),
    ],
)
def test_what_is_wrong_is_said_in_french(given: dict[str, str], field: str, message: str) -> None:
    sent = form(title="Jeunes", **given)
    assert not sent.is_valid()
    assert list(sent.errors) == [field]
    assert typographic(message) in sent.errors[field][0]


def test_one_error_per_unit_outside_and_no_more_than_a_few() -> None:
    several = " + ".join(f"dep:{code}" for code in ("69", "26", "43", "15", "71", "39", "05"))
    sent = form(title="Jeunes", perimeter="dep:38", territory=several)
    assert not sent.is_valid()
    assert len(sent.errors["territory"]) == 6
    assert sent.errors["territory"][-1] == "Et 2 autres territoires hors périmètre."


def test_a_loose_field_shows_what_is_outside_without_refusing_it() -> None:
    sent = form(title="Jeunes", perimeter="dep:38", loose="dep:73")
    assert sent.is_valid()
    page = shown(sent["loose"])
    assert "Un territoire sort du périmètre" in page
    assert "n’est pas dans le projet" in page


def test_the_perimeter_may_be_set_on_the_form() -> None:
    sent = form(title="Jeunes", perimeter="dep:73")
    sent.fields["perimeter"].within = "dep:38"
    assert not sent.is_valid()
    assert "hors périmètre" in sent.errors["perimeter"][0]
    assert form(title="Jeunes", perimeter="dep:73").is_valid(), "other forms are not limited"


def test_an_act_edits_the_zone_and_saves_nothing() -> None:
    sent = form(
        title="Beaucoup trop long",
        perimeter="dep:38",
        **{"perimeter__act": "exclude", "perimeter__text": "Entre Bièvre et Rhône"},
    )
    assert edits_a_zone(sent)
    assert sent.errors == {}, "nothing is blamed while one edits"
    page = shown(sent["perimeter"])
    assert 'name="perimeter" value="dep:38 - epci:200085751"' in page
    assert "autofocus" in page
    assert 'value="Beaucoup trop long"' in str(sent["title"])


def test_text_left_in_the_field_is_added_rather_than_forgotten() -> None:
    sent = form(title="Jeunes", perimeter="dep:38", **{"perimeter__text": "Savoie"})
    assert edits_a_zone(sent)
    assert 'value="dep:38 + dep:73"' in shown(sent["perimeter"])


def test_text_that_names_nothing_is_an_error_when_nobody_asks_to_edit() -> None:
    sent = form(title="Jeunes", perimeter="dep:38", **{"perimeter__text": "Nullepart"})
    assert not sent.is_valid()
    assert "n’est le nom d’aucun territoire" in sent.errors["perimeter"][0]


def test_the_proposal_taken_in_the_list_wins_over_the_text() -> None:
    sent = form(
        title="Jeunes",
        perimeter="",
        **{
            "perimeter__act": "add",
            "perimeter__text": "Roussillon (Isère)",
            "perimeter__unit": "com:38344",
        },
    )
    assert edits_a_zone(sent)
    assert 'value="com:38344"' in shown(sent["perimeter"])


def test_only_the_form_that_is_edited_counts() -> None:
    other = form(title="Jeunes", perimeter="dep:38")
    assert not edits_a_zone(other, CallForm())
    edited = form("second", **{"second__perimeter": "dep:38", "second__perimeter__act": "remove=0"})
    assert edits_a_zone(other, edited)
    assert 'name="second-perimeter" value=""' in shown(edited["perimeter"])


def test_a_form_knows_whether_its_zone_changed() -> None:
    data = QueryDict("title=Jeunes&perimeter=dep%3A38")
    assert CallForm(data, initial={"title": "Jeunes", "perimeter": "dep:38"}).changed_data == []
    changed = CallForm(data, initial={"title": "Jeunes", "perimeter": "dep:73"})
    assert changed.changed_data == ["perimeter"]


def test_a_zone_may_be_given_as_it_is() -> None:
    zone = resolve("dep:38 - epci:200085751")
    page = shown(CallForm(initial={"perimeter": zone})["perimeter"])
    assert 'name="perimeter" value="dep:38 - epci:200085751"' in page
    data = QueryDict("title=Jeunes&perimeter=dep%3A38+-+epci%3A200085751")
    unchanged = CallForm(data, initial={"title": "Jeunes", "perimeter": zone})
    assert unchanged.changed_data == []


def test_the_editor_is_labelled_described_and_holds_no_style() -> None:
    sent = form(title="Jeunes", perimeter="")
    assert not sent.is_valid()
    page = shown(sent["perimeter"])
    assert sent["perimeter"].id_for_label == "id_perimeter_text"
    assert 'id="id_perimeter_text"' in page
    assert 'aria-invalid="true"' in page
    described = re.search(r'aria-describedby="([^"]*)"', page)
    assert described
    assert described[1].split() == ["id_perimeter_hint", "id_perimeter_error"]
    assert "style=" not in page
    assert "Aucun territoire pour l’instant." in page


def test_what_is_typed_is_never_markup() -> None:
    sent = form(
        title="J",
        perimeter='dep:38"><b>',
        **{"perimeter__act": "add", "perimeter__text": "<script>alert(1)</script>"},
    )
    assert edits_a_zone(sent)
    page = shown(sent["perimeter"])
    assert "<script>" not in page
    assert "<b>" not in page
