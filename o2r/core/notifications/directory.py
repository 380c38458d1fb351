"""What the notifications ask about people. The app of accounts answers; core knows no account."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings


@dataclass(frozen=True)
class Recipient:
    """Someone to tell. An empty ``email`` means: in the inbox only."""

    user: UUID
    email: str


class Directory(Protocol):
    """Who people are, for what is sent to them."""

    def time_zone(self, user: UUID) -> ZoneInfo:
        """The local time of the organisation the person works for (DROM included)."""

    def platform_managers(self) -> Collection[Recipient]:
        """Who answers for the instance."""


class NoDirectory:
    """Before an app of accounts says otherwise: the instance's time zone, and nobody in charge."""

    def time_zone(self, user: UUID) -> ZoneInfo:
        return ZoneInfo(settings.TIME_ZONE)

    def platform_managers(self) -> Collection[Recipient]:
        return ()


_directory: Directory = NoDirectory()


def use_directory(directory: Directory) -> None:
    """Look people up in ``directory``: called once, by the app of accounts, when it starts."""
    global _directory
    _directory = directory


def directory() -> Directory:
    """The directory in use."""
    return _directory
