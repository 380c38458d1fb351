"""The thirty safety stories: each complete, each held by one test of its own."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = (ROOT / "docs/safety-stories.md").read_text(encoding="utf-8")
HELD = ROOT / "tests/people/test_safety_stories.py"
STORY = re.compile(r"^### (\d+)\. (.+?)(?=^### |^## |^---|\Z)", re.MULTILINE | re.DOTALL)
STORIES = dict(STORY.findall(TEXT))
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


def test_no_test_tells_a_story_that_the_document_does_not() -> None:
    """The tests come with the pages: those that exist are those of the document."""
    tree = ast.parse(HELD.read_text(encoding="utf-8")) if HELD.is_file() else ast.Module([], [])
    told = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert {name for name in told if name.startswith("test_story_")} <= set(names())


def test_sentences_quoted_by_a_story_are_those_of_the_table() -> None:
    table = TEXT.split("## Les phrases qui ne changent pas")[1].split("\n---")[0]
    sentences = re.findall(r"« ([^»]+) » \|", table)
    told = " ".join(TEXT.split("\n---\n")[1].split())
    assert len(sentences) == 8
    assert [one for one in sentences if one not in told] == []
