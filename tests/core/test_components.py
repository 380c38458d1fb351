"""Components that stand inside a sentence leave its punctuation where it is."""

from datetime import date

import pytest
from django.template.loader import render_to_string


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("date", {"date": date(2026, 9, 1)}),
        ("siret", {"siret": "13002526500013"}),
        ("external_link", {"url": "https://exemple.example/", "label": "une source"}),
    ],
)
def test_a_component_of_a_sentence_adds_no_space_after_itself(
    name: str, context: dict[str, object]
) -> None:
    """An editor that adds the last newline of the file writes « le 1er septembre 2026 . »."""
    text = render_to_string(f"components/{name}.html", context)

    assert text == text.rstrip()
