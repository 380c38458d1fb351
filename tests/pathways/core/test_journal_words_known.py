"""Whatever the journal holds of pathways is said in French: no code is shown to anybody."""

import csv
import re
from pathlib import Path

import o2r
from o2r.core.journal import words

ROOT = Path(o2r.__file__).parent
ACTED = re.compile(r'written\(\s*[\w.]+,\s*"([a-z._-]+)"|action="([a-z]+\.[a-z._-]+)"')


def rows() -> list[dict[str, str]]:
    with (ROOT / "accounts" / "policy.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_kind_and_every_action_of_the_policy_has_its_words() -> None:
    kinds = {kind for row in rows() for kind in row["object"].split()}
    actions = {action for row in rows() for action in row["action"].split()}
    assert not [one for one in sorted(kinds) if words.kind_label(one) == one]
    assert not [one for one in sorted(actions) if words.action_label(one) == one]


def test_every_event_that_pathways_write_has_its_words() -> None:
    found = {
        one
        for path in (ROOT / "pathways").rglob("*.py")
        for match in ACTED.findall(path.read_text(encoding="utf-8"))
        for one in match
        if one
    }
    assert {"referral.send", "exit.note", "silence.notice", "withdraw"} <= found
    assert not [one for one in sorted(found) if words.action_label(one) == one]
