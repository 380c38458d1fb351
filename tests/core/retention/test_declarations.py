"""No model without its declaration; no declaration that contradicts itself."""

from collections.abc import Iterator
from typing import Any

import pytest

from o2r.core.retention import checks, registry, rights
from o2r.core.retention.enums import Ground, Remains, SubjectKind
from o2r.core.retention.registry import NO_PERSONAL_DATA, Follows, Since, Until, declare

PERSONAL: dict[str, Any] = {"personal": "un nom", "ground": Ground.PUBLIC_INTEREST}
LATER = Since("created_at", "la création")


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(registry, "_declarations", dict(registry._declarations))
    monkeypatch.setattr(rights, "_holdings", dict(rights._holdings))
    return


def found() -> dict[str, str]:
    return {str(message.obj): str(message.id) for message in checks.retention_is_declared()}


def test_every_model_of_the_product_and_of_its_libraries_is_declared() -> None:
    assert found() == {}


def test_a_model_without_declaration_is_seen() -> None:
    del registry._declarations["projects.relaymessage"]
    assert found() == {"projects.RelayMessage": "retention.E001"}


def test_data_that_nobody_hands_out_are_seen() -> None:
    del rights._holdings[SubjectKind.VISITOR, "projects.RelayMessage"]
    assert found() == {"projects.RelayMessage": "retention.E006"}


@pytest.mark.parametrize(
    ("label", "clock", "period", "code"),
    [
        ("projects.Nothing", Until("tant que"), "", "E002"),
        ("projects.RelayMessage", Since("written_at", "l’écriture"), "inconnue", "E003"),
        ("projects.RelayMessage", Since("nowhere", "rien"), "relay-message", "E004"),
        ("projects.ErrorReport", Follows("treated_by"), "", "E005"),
        ("projects.ErrorReport", Follows("nowhere"), "", "E005"),
    ],
)
def test_a_declaration_that_does_not_hold_is_seen(
    label: str, clock: registry.Clock, period: str, code: str
) -> None:
    registry._declarations.pop(label.lower(), None)
    declare(label, **PERSONAL, clock=clock, period=period)
    assert found() == {label: f"retention.{code}"}


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ({"personal": ""}, "say what it holds"),
        ({"personal": "un nom"}, "no legal ground"),
        (PERSONAL, "no clock"),
        ({**PERSONAL, "clock": LATER}, "clock without a period"),
        ({**PERSONAL, "clock": Until("tant que"), "period": "error-report"}, "period without"),
        (
            {**PERSONAL, "clock": LATER, "period": "x", "remains": Remains.ANONYMISED},
            "no act makes it",
        ),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(
    words: dict[str, Any], problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        declare("projects.Another", **words)


def test_a_model_is_declared_once() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        declare("projects.relaymessage", personal=NO_PERSONAL_DATA)


def test_the_model_of_a_library_that_is_not_installed_is_left_out() -> None:
    declare("elsewhere.Thing", personal=NO_PERSONAL_DATA)
    assert found() == {}
    assert "elsewhere.Thing" not in {one.label for one in registry.declarations()}


def test_what_stays_after_an_erasure_says_why() -> None:
    with pytest.raises(ValueError, match="why it is kept"):
        rights.holds_personal_data(
            SubjectKind.VISITOR, "projects.Another", title="x", rows=lambda _: None, fields=[]
        )
