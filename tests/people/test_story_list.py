"""The thirty safety stories: each complete, each held by one test of its own."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = (ROOT / "docs/safety-stories.md").read_text(encoding="utf-8")
HELD = ROOT / "tests/people/stories"
STORY = re.compile(r"^### (\d+)\. (.+?)(?=^### |^## |^---|\Z)", re.MULTILINE | re.DOTALL)
STORIES = dict(STORY.findall(TEXT))
NOT_YET = "*(pas encore tenue"
PARTS = ("Qui", "Ce qui est tenté", "Ce que fait la plateforme", "Règle", "Test")


def rules() -> set[str]:
    table = TEXT.split("## Les règles invoquées")[1].split("\n## ")[0]
    return {line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| ")}


def names() -> list[str]:
    return re.findall(r"`(test_story_\w+)`", TEXT)


def test_there_are_thirty_numbered_from_one() -> None:
    assert list(STORIES) == [str(number) for number in range(1, 31)]


@pytest.mark.parametrize("number", STORIES)
def test_each_story_says_everything_in_the_same_order(number: str) -> None:
    assert tuple(re.findall(r"^- \*\*(.+?)\*\* :", STORIES[number], re.MULTILINE)) == PARTS


@pytest.mark.parametrize("number", STORIES)
def test_each_story_rests_on_a_rule_of_the_table(number: str) -> None:
    cited = re.search(r"\*\*Règle\*\* : (.+?)\.\n", STORIES[number], re.DOTALL)
    assert cited is not None
    assert any(one.strip() in rules() for one in re.split(r"[;\n]", cited[1]))


def test_each_story_names_its_own_test() -> None:
    assert [name.split("_")[2] for name in names()] == [f"{number:02}" for number in range(1, 31)]
    assert len(set(names())) == 30


def test_the_tests_tell_the_stories_of_the_document_and_no_other() -> None:
    """A story that says « pas encore tenue », and why, is the only one without its test."""
    trees = [ast.parse(one.read_text(encoding="utf-8")) for one in sorted(HELD.glob("test_*.py"))]
    told = [
        node.name
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_story_")
    ]
    waiting = {f"{int(number):02}" for number, text in STORIES.items() if NOT_YET in text}
    assert sorted(told) == [name for name in names() if name.split("_")[2] not in waiting]


def test_sentences_quoted_by_a_story_are_those_of_the_table() -> None:
    table = TEXT.split("## Les phrases qui ne changent pas")[1].split("\n---")[0]
    sentences = re.findall(r"« ([^»]+) » \|", table)
    told = " ".join(TEXT.split("\n---\n")[1].split())
    assert len(sentences) == 6
    assert [one for one in sentences if one not in told] == []
