"""Asking the process of the index, over its socket. For the worker and the commands alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from o2r.core.local_daemon import ask

Composites = Iterable[tuple[str, ...]]


class IndexUnavailable(Exception):
    """The process of the index is away: what was to be asked waits."""


@dataclass(frozen=True)
class IndexState:
    """``files``: how many it holds; ``rotating``: some tokens may be of a former key."""

    version: int
    made_at: datetime
    files: int
    rotating: bool


class Index:
    """The process behind ``path``. Every method raises IndexUnavailable, in a few seconds."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def of_instance(cls) -> "Index":
        return cls(settings.INDEX_SOCKET)

    def put(self, *, file: UUID, place: UUID, composites: Composites) -> None:
        """Keep the tokens of a file in the place of those it had; forget it without composites."""
        self._ask("put", file=str(file), place=str(place), composites=list(composites))

    def find(self, *, place: UUID, composites: Composites) -> dict[UUID, list[str]]:
        """The files of other organisations, with the kinds of composites that agree."""
        found = self._ask("find", place=str(place), composites=list(composites))["found"]
        return {UUID(file): [str(kind) for kind in kinds] for file, kinds in found.items()}

    def state(self) -> IndexState:
        said = self._ask("state")
        return IndexState(
            version=int(said["version"]),
            made_at=datetime.fromisoformat(said["made_at"]),
            files=int(said["files"]),
            rotating=bool(said["rotating"]),
        )

    def stale(self) -> list[UUID]:
        """Some of the files whose tokens are of a former key."""
        return [UUID(file) for file in self._ask("stale")["files"]]

    def renew(self) -> int:
        """Make a new key; its version."""
        return int(self._ask("renew")["version"])

    def retire(self) -> None:
        """Destroy the former keys, unless some file still depends on them."""
        self._ask("retire")

    def _ask(self, act: str, **given: Any) -> dict[str, Any]:
        try:
            answer = ask(self.path, {"act": act} | given)
        except (OSError, ValueError) as error:
            raise IndexUnavailable(f"{act}: {type(error).__name__}") from error
        if refusal := answer.get("error"):
            raise IndexUnavailable(f"{act}: {refusal}")
        return answer
