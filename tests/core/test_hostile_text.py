"""The generator of hostile texts, and the judges: each sees a mistake and accepts what is right."""

import html
import io
import json
from collections import Counter

import openpyxl
import pytest

from o2r.core.exports import ods_bytes
from o2r.core.hostile_text import findings, hostile_texts

TEXTS = list(hostile_texts())


def test_there_are_five_hundred_different_texts_of_twenty_families() -> None:
    assert len(TEXTS) == len({text.text for text in TEXTS}) == len({t.mark for t in TEXTS}) == 500
    assert set(Counter(text.family for text in TEXTS).values()) == {25}
    assert all(text.mark in text.text for text in TEXTS)
    assert list(hostile_texts()) == TEXTS
    assert list(hostile_texts(seed=2)) != TEXTS


def test_pages_that_escape_are_accepted_and_the_others_are_not() -> None:
    escaped = "".join(f'<p title="{html.escape(t.text)}">{html.escape(t.text)}</p>' for t in TEXTS)
    assert findings("html", escaped) == []
    seen = [t for t in TEXTS if t.family == "html" and findings("html", f"<p>{t.text}</p>")]
    assert len(seen) == 25
    in_attribute = [t for t in TEXTS if findings("html", f'<input value="{t.text}">')]
    assert {"attribute", "html"} <= {t.family for t in in_attribute}


def test_an_address_that_runs_is_seen_only_where_it_is_followed() -> None:
    mark = TEXTS[0].mark
    assert findings("html", f'<a href="java&#9;script:{mark}">x</a>')
    assert findings("html", f'<a href="https://{mark}.example">x</a>') == []
    assert findings("html", f"<script>{mark}</script>")
    assert findings("html", f"<!-- {mark} -->")


def test_live_cells_are_seen() -> None:
    assert findings("csv", "a,b\n=1,x\n")
    assert findings("csv", "a;b\nx;@y\n")
    assert findings("csv", "a\n\uff1d1\n")
    assert findings("csv", "a,b\n-3,-1.5\n") == []
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    output = io.BytesIO()
    book.save(output)
    assert findings("xlsx", output.getvalue())
    assert findings("ods", ods_bytes("x", ["a"], [["=1"]])) == []


@pytest.mark.parametrize(
    ("kind", "wrong", "right"),
    [
        ("log", "INFO a\nO2R01234567Z", "INFO a O2R01234567Z"),
        ("log", "INFO \x1b[2J", "INFO \\x1b[2J"),
        ("log", "INFO a\u2028O2R01234567Z", "INFO a\\u2028O2R01234567Z"),
        (
            "mail",
            "Subject: a\nBcc: O2R01234567Z@o2r.example\n\nx",
            "Subject: O2R01234567Z\n\nBcc: x",
        ),
        ("mail", "Subject: a\nO2R01234567Z\n\nx", "Subject: a\n O2R01234567Z\n\nx"),
        ("json", '{"a": "\n"}', json.dumps({"a": "\n"})),
    ],
)
def test_what_is_forged_is_seen(kind: str, wrong: str, right: str) -> None:
    assert findings(kind, wrong)
    assert findings(kind, right) == []
    assert findings(kind, right.encode()) == []


def test_an_output_that_has_no_judge_is_an_error() -> None:
    with pytest.raises(LookupError):
        findings("fax", "")
