"""What the platform asks of whoever keeps the root key."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Wrapped:
    """A key wrapped by the root key, and the version of the root key that did it."""

    version: int
    sealed: bytes


class RootKey(Protocol):
    """Wraps and unwraps the keys of organisations; never gives itself out.

    Every method raises KeysUnavailable within ``deadline.PATIENCE`` when the provider is down,
    hangs or answers nonsense, and KeysNotReady when the key was never made.
    """

    kind: str
    """``file``, ``daemon`` or ``vault``."""

    def version(self) -> int:
        """The version that new wraps get."""

    def wrap(self, plain: bytes, context: bytes) -> Wrapped:
        """``plain`` wrapped by the current version, for ``context`` alone."""

    def unwrap(self, sealed: bytes, context: bytes) -> bytes:
        """What was wrapped, whatever the version. Raises Unreadable."""
