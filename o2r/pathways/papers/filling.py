"""Filling a template for somebody, with what its reader may see of them and nothing else."""

from collections.abc import Collection

from o2r.core.documents import Document
from o2r.pathways.papers.registry import Asked, Field, field_of, fields, known
from o2r.pathways.papers.wording import Text, Value, read


def fields_of(text: Text) -> list[Field]:
    """What a template names, in order."""
    return [field_of(code) for code in sorted(text.fields)]


def groups_of(text: Text) -> list[str]:
    """The groups of fields without which it is not read."""
    return sorted({one.group for one in fields_of(text) if one.group})


def beyond(text: Text, groups: Collection[str]) -> list[str]:
    """The fields that the groups do not open."""
    return [one.code for one in fields_of(text) if one.group and one.group not in groups]


def values_for(text: Text, asked: Asked) -> dict[str, Value]:
    """What each field is, for somebody."""
    return {one.code: one.give(asked) for one in fields_of(text)}


def document_for(title: str, text: Text, values: dict[str, Value], place: str) -> Document:
    """The document, filled. ``place``: the organisation under its title."""
    return Document(title=title, subtitle=place, blocks=text.blocks(values))


def example(title: str, body: str, place: str) -> Document:
    """A template filled with what nobody is: for who writes it. Raises WrongText."""
    values = {one.code: one.example for one in fields()}
    return document_for(title, read(body, known()), values, place)
