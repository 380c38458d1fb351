"""What an instance says of itself: name, contact, legal notices, logo, hour of the daily digest.

The environment gives the defaults; the app of accounts, which lets the platform's managers change
them on a screen, says what is in force.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Instance:
    """The settings in force. ``digest_hour``: 0 to 23, local time of each person; ``logo``: address
    of the picture that replaces the mark, empty for none; ``legal_text``: added to the legal
    notices, paragraphs apart; ``card_title``: what is written at the head of the cards handed to
    people, empty for the neutral words of each language."""

    site_name: str
    contact_email: str
    publisher: str
    publication_director: str
    hosting_provider: str
    legal_text: str = ""
    digest_hour: int = 8
    logo: str = ""
    card_title: str = ""


def holds_real_people() -> bool:
    """Whether this instance serves real people: no demonstration, no developer's machine."""
    return not (settings.DEBUG or settings.DEMONSTRATION)


def from_environment() -> Instance:
    """What the environment says, or the defaults of the product."""
    return Instance(
        site_name=settings.SITE_NAME,
        contact_email=settings.CONTACT_EMAIL,
        publisher=settings.PUBLISHER,
        publication_director=settings.PUBLICATION_DIRECTOR,
        hosting_provider=settings.HOSTING_PROVIDER,
    )


_in_force: Callable[[], Instance] = from_environment


def use_settings(in_force: Callable[[], Instance]) -> None:
    """Ask ``in_force``: called once, by the app that keeps the settings, when it starts."""
    global _in_force
    _in_force = in_force


def instance() -> Instance:
    """The settings in force now."""
    return _in_force()
