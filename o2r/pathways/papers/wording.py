"""The language of templates: plain text, named fields, what is said only if it is known. Pure.

::

    # A title
    Bonjour {{ prénom }},
    {{ si date de naissance }}
    Vous êtes né(e) le {{ date de naissance }}.
    {{ sinon }}
    Votre date de naissance n’est pas notée.
    {{ fin }}

A field is one of a closed list, whatever its case and accents. Nothing is evaluated: no call, no
attribute, no loop, no markup; what is typed in a field is never read again as a template. An empty
line ends a paragraph; a field that is a table, or the room to sign, stands alone on its line.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from o2r.core.documents import Block, Heading, Paragraph, Signature, Table
from o2r.territory.folding import fold

BLANK = "……………………"
"""What is put where nothing is known: room to write by hand."""
LONGEST, MOST_LINES = 20_000, 600
"""Signs and lines of a template."""
SIGNATURE = "signature"
_IF, _ELSE, _END = "si ", "sinon", "fin"
_FIELD = re.compile(r"\{\{(.*?)\}\}")

Value = str | Table | Signature


class WrongText(Exception):
    """A template that cannot be used. ``line``: where, from 1; the message is in French."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"Ligne {line} : {message}")
        self.line = line


@dataclass(frozen=True)
class Known:
    """The fields that a template may name: their code, by what is written. ``alone``: those that
    are not a text."""

    codes: Mapping[str, str]
    alone: frozenset[str] = frozenset()

    @classmethod
    def of(cls, names: Collection[str], alone: Collection[str] = ()) -> "Known":
        """``names``: as they are written, which are their codes too."""
        return cls({fold(name): name for name in names}, frozenset(alone))

    def code(self, typed: str) -> str | None:
        return self.codes.get(fold(typed))


@dataclass(frozen=True)
class Line:
    """One line: texts, and codes of fields between them (texts first, one more than fields)."""

    number: int
    texts: tuple[str, ...]
    fields: tuple[str, ...] = ()

    def said(self, values: Mapping[str, Value]) -> str:
        """The line, filled."""
        made = [self.texts[0]]
        for code, after in zip(self.fields, self.texts[1:], strict=True):
            value = values.get(code, "")
            made += [value if isinstance(value, str) and value else BLANK, after]
        return "".join(made)


@dataclass(frozen=True)
class Alone:
    """A table, or the room to sign, on a line of its own."""

    number: int
    code: str


@dataclass(frozen=True)
class Choice:
    """What is said when something is known, and when it is not."""

    number: int
    code: str
    known: "tuple[Line | Alone, ...]"
    unknown: "tuple[Line | Alone, ...]" = ()


@dataclass(frozen=True)
class Text:
    """A template that was read."""

    parts: tuple[Line | Alone | Choice, ...]

    @property
    def fields(self) -> frozenset[str]:
        """The codes of all the fields that it names."""
        return frozenset(self._codes())

    def _codes(self) -> Iterator[str]:
        for part in self.parts:
            if isinstance(part, Choice):
                yield part.code
                for one in (*part.known, *part.unknown):
                    yield from one.fields if isinstance(one, Line) else (one.code,)
            else:
                yield from part.fields if isinstance(part, Line) else (part.code,)

    def missing(self, values: Mapping[str, Value]) -> list[str]:
        """The fields left blank, in the order of the text."""
        blank = [
            code
            for one in _chosen(self.parts, values)
            for code in (one.fields if isinstance(one, Line) else (one.code,))
            if not values.get(code)
        ]
        return list(dict.fromkeys(blank))

    def blocks(self, values: Mapping[str, Value]) -> list[Block]:
        """The blocks of the document."""
        return list(_blocks(_chosen(self.parts, values), values))


def read(body: str, known: Known) -> Text:
    """Read a template. Raises WrongText, at the first line that is wrong."""
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(body) > LONGEST or len(lines) > MOST_LINES:
        raise WrongText(
            min(len(lines), MOST_LINES),
            f"le modèle est trop long : {LONGEST} signes et {MOST_LINES} lignes au plus. "
            "Faites-en deux modèles.",
        )
    reading = _Reading(known)
    for number, line in enumerate(lines, 1):
        reading.take(number, line)
    return reading.done(len(lines))


@dataclass
class _Reading:
    known: Known
    parts: list[Line | Alone | Choice] = field(default_factory=list)
    opened: tuple[int, str] | None = None
    first: list[Line | Alone] = field(default_factory=list)
    second: list[Line | Alone] | None = None

    def take(self, number: int, line: str) -> None:
        told = _told(line)
        if told is not None and told.startswith(_IF):
            self._open(number, told[len(_IF) :])
        elif told == _ELSE:
            self._turn(number)
        elif told == _END:
            self._close(number)
        else:
            self._add(_line(number, line, self.known))

    def _open(self, number: int, name: str) -> None:
        if self.opened is not None:
            raise WrongText(number, "un « si » est déjà ouvert. Fermez-le par {{ fin }} d’abord.")
        self.opened = (number, _code(number, name, self.known))
        self.first, self.second = [], None

    def _turn(self, number: int) -> None:
        if self.opened is None or self.second is not None:
            raise WrongText(number, "ce « sinon » ne suit aucun « si ». Retirez-le.")
        self.second = []

    def _close(self, number: int) -> None:
        if self.opened is None:
            raise WrongText(number, "ce « fin » ne ferme aucun « si ». Retirez-le.")
        at, code = self.opened
        self.parts.append(Choice(at, code, tuple(self.first), tuple(self.second or ())))
        self.opened = None

    def _add(self, part: Line | Alone) -> None:
        if self.opened is None:
            self.parts.append(part)
        else:
            (self.first if self.second is None else self.second).append(part)

    def done(self, last: int) -> Text:
        if self.opened is not None:
            raise WrongText(
                self.opened[0], "ce « si » n’est fermé nulle part. Ajoutez {{ fin }} sous lui."
            )
        text = Text(tuple(self.parts))
        if not any(_is_something(part) for part in text.parts):
            raise WrongText(last, "le modèle est vide. Écrivez ce que le document dira.")
        return text


def _is_something(part: Line | Alone | Choice) -> bool:
    return not isinstance(part, Line) or bool(part.fields) or bool(part.texts[0].strip())


def _told(line: str) -> str | None:
    """What a line that is one field alone says, folded; None for any other."""
    found = _FIELD.fullmatch(line.strip())
    return fold(found[1]) if found else None


def _code(number: int, name: str, known: Known) -> str:
    code = known.code(name)
    if code is None:
        shown = " ".join(name.split())[:60]
        raise WrongText(
            number,
            f"le champ « {shown} » n’existe pas. Choisissez-en un dans la liste, ou corrigez son "
            "orthographe.",
        )
    return code


def _line(number: int, line: str, known: Known) -> Line | Alone:
    texts, codes, at = [], [], 0
    for found in _FIELD.finditer(line):
        texts.append(line[at : found.start()])
        codes.append(_code(number, found[1], known))
        at = found.end()
    texts.append(line[at:])
    if any("{{" in text or "}}" in text for text in texts):
        raise WrongText(number, "un champ commence par {{ et finit par }}, sur la même ligne.")
    whole = [code for code in codes if code in known.alone]
    if not whole:
        return Line(number, tuple(texts), tuple(codes))
    if len(codes) > 1 or any(text.strip() for text in texts):
        raise WrongText(number, f"« {whole[0]} » se met seul sur sa ligne.")
    return Alone(number, whole[0])


def _chosen(
    parts: Collection[Line | Alone | Choice], values: Mapping[str, Value]
) -> Iterator[Line | Alone]:
    for part in parts:
        if isinstance(part, Choice):
            yield from part.known if values.get(part.code) else part.unknown
        else:
            yield part


def _blocks(parts: Iterator[Line | Alone], values: Mapping[str, Value]) -> Iterator[Block]:
    kept: list[str] = []
    level = 0
    for part in parts:
        said = part.said(values) if isinstance(part, Line) else ""
        is_title = isinstance(part, Line) and part.texts[0].startswith("#")
        if (isinstance(part, Alone) or is_title or not said.strip()) and kept:
            yield Paragraph("\n".join(kept))
            kept = []
        if isinstance(part, Alone):
            value = values.get(part.code)
            if isinstance(value, Table | Signature):
                yield value
        elif is_title and said.strip("# "):
            # A title that skips a level would lose who reads by titles.
            level = min(len(said) - len(said.lstrip("#")), level + 1, 3)
            yield Heading(said.lstrip("#").strip(), level)
        elif said.strip() and not is_title:
            kept.append(said.rstrip())
    if kept:
        yield Paragraph("\n".join(kept))
