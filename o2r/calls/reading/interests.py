"""Who may open an application, from what they declared and what the platform knows. Pure.

Nobody opens an application before having answered for every body of its consortium. A declared
tie, or working in one of the bodies, recuses: it is a gate, not a warning (principle of
impartiality, CRPA art. L. 100-2).
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from unicodedata import normalize
from uuid import UUID

from o2r.calls.reading.enums import AlertKind

RECUSES = frozenset({AlertKind.SAME_ORGANISATION})
"""The alerts that recuse by themselves; the others ask to look."""

_SHARED_MAILS = frozenset(
    "gmail.com googlemail.com outlook.com outlook.fr hotmail.com hotmail.fr live.fr live.com "
    "msn.com yahoo.com yahoo.fr icloud.com me.com proton.me protonmail.com laposte.net orange.fr "
    "wanadoo.fr free.fr sfr.fr neuf.fr bbox.fr gmx.fr gmx.com".split()
)


class Verdict(StrEnum):
    """What a person may do with one application."""

    CLEARED = "cleared"
    WAITING = "waiting"
    RECUSED = "recused"


def body_key(organisation: UUID | None, siret: str, name: str) -> str:
    """What names a body through all the applications of a call.

    Its organisation on the platform, else its SIRET, else its name without case nor accents.
    """
    if organisation is not None:
        return f"organisation:{organisation}"
    if siret:
        return f"siret:{siret}"
    letters = normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return f"name:{' '.join(letters.split())}"[:200]


def verdict(
    bodies: Collection[str],
    declared: Mapping[str, bool],
    alerts: Mapping[str, Collection[AlertKind]],
) -> Verdict:
    """What a person may do with an application of these ``bodies``.

    ``declared``: for each body on which they answered, whether there is a tie. ``alerts``: what the
    platform knows, by body. An application without any body waits.
    """
    if any(declared.get(body) or RECUSES & set(alerts.get(body, ())) for body in bodies):
        return Verdict.RECUSED
    if bodies and all(body in declared for body in bodies):
        return Verdict.CLEARED
    return Verdict.WAITING


def domain_of(email: str) -> str:
    """The domain of a professional address; empty for the mailboxes that anyone may open."""
    domain = email.lower().rpartition("@")[2]
    return "" if domain in _SHARED_MAILS else domain
