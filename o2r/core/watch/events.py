"""The stream that the watch looks at: one event per act, without any value of a file."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import NamedTuple
from uuid import UUID

from django.conf import settings

from o2r.core.watch.enums import Action
from o2r.core.watch.folding import folded

_TOKEN_BYTES = 10


def token(purpose: str, text: str) -> str:
    """Keyed digest of a text: two equal texts meet, nobody reads the text back without the key.

    ``purpose`` keeps the digests of a name, a birth date and a network apart. Empty for an empty
    text.
    """
    plain = folded(text)
    if not plain:
        return ""
    key = settings.SECRET_KEY.encode()
    message = f"o2r-watch\0{purpose}\0{plain}".encode()
    return hmac.new(key, message, hashlib.sha256).digest()[:_TOKEN_BYTES].hex()


class Search(NamedTuple):
    """What was looked for, as keyed digests: never the words."""

    surname: str = ""
    full: str = ""
    born: str = ""

    @classmethod
    def of(cls, *, surname: str, first_name: str = "", born: str = "") -> "Search":
        """The digests of a search. ``born`` is a date in any one writing."""
        return cls(
            token("surname", surname),
            token("full", f"{surname} {first_name}"),
            token("born", born),
        )


def network_of(address: str) -> str:
    """Keyed digest of the network of an IP address: the first 16 bits in IPv4, 32 in IPv6.

    That wide because a phone changes address within its operator all day long.
    """
    if ":" in address:
        prefix = ":".join(address.split(":")[:2])
    else:
        prefix = ".".join(address.split(".")[:2])
    return token("network", prefix)


@dataclass(frozen=True, slots=True)
class Event:
    """One act. ``objects``: opaque identifiers of the person files it shows or is about.

    ``user`` is None when someone tries an account that does not exist. ``seconded``: a second
    person approved it. ``new_network``: the account had never signed in from there; ``previous``:
    its sign-in before this one. ``ref``: identifier under which the event is kept, cited as
    evidence.
    """

    ref: str
    at: datetime
    action: Action
    user: UUID | None
    organisation: UUID | None = None
    role: str = ""
    kind: str = ""
    objects: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    count: int = 1
    allowed: bool = True
    search: Search | None = None
    network: str = ""
    new_network: bool = False
    previous: datetime | None = None
    seconded: bool = False


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What the watch must know of an account; the app of accounts answers.

    ``name``: digests of the person's own name, to see them look for themselves. ``time_zone``:
    where they work; None: where the platform is.
    """

    created_at: datetime
    created_by: UUID | None = None
    name: Search = Search()
    time_zone: tzinfo | None = None
