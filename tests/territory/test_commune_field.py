"""One commune as a field of a form: understood as typed, or said to be several."""

import pytest
from django import forms

from o2r.territory.commune_field import CommuneField


class PlaceForm(forms.Form):
    commune = CommuneField(label="Commune", required=False, show_hidden_initial=True)


@pytest.mark.parametrize(
    ("text", "code", "kept"),
    [
        ("", "", ""),
        ("Vénissieux", "", "69259"),
        ("69259", "", "69259"),
        ("Vénissieux (Rhône, 69200)", "69259", "69259"),
        # The text was changed after something was chosen: the text alone counts.
        ("Vénissieux (Rhône, 69200)", "38185", "69259"),
        ("", "69259", ""),
    ],
)
def test_a_commune_is_kept_by_its_code(text: str, code: str, kept: str) -> None:
    form = PlaceForm({"commune": text, "commune-code": code})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["commune"] == kept


@pytest.mark.parametrize(
    ("text", "said"), [("Saint-Denis", "Plusieurs communes"), ("Xyzzyville", "Aucune commune")]
)
def test_what_is_not_one_commune_is_said(text: str, said: str) -> None:
    form = PlaceForm({"commune": text})
    assert not form.is_valid()
    assert said in form.errors["commune"][0]
    assert f'value="{text}"' in str(form["commune"])


def test_the_page_shows_its_name_and_knows_what_changed() -> None:
    assert 'value="Vénissieux (Rhône, 69200)"' in str(PlaceForm(initial={"commune": "69259"}))
    sent = {"commune": "Vénissieux (Rhône, 69200)", "commune-code": "69259"}
    same = PlaceForm(sent | {"initial-commune": "69259"})
    other = PlaceForm(sent | {"initial-commune": "38185"})
    assert (same.changed_data, other.changed_data) == ([], ["commune"])
