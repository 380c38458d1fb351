"""Are the keys ready? Asked at start-up and by ``o2r keys status``."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Count

from o2r.core.crypto import destroyed
from o2r.core.crypto.ceremony import PROBE, PROBE_CONTEXT
from o2r.core.crypto.errors import KeysError, KeysNotReady, KeysUnavailable
from o2r.core.crypto.models import DataKey, DestroyedKey, OrganisationKey, RootVersion, Wrap
from o2r.core.crypto.root.protocol import RootKey
from o2r.core.crypto.root.setting import root_key
from o2r.core.instance import holds_real_people

NEVER_MADE = (
    "La clé racine n’a jamais été faite. Lancez « o2r keys init » : trois parts de secours "
    "s’affichent, et deux d’entre elles sont redemandées."
)
LOST = (
    "La clé racine manque : son fichier est vide ou perdu, alors que la base en dépend. "
    "Lancez « o2r keys recover » avec deux des trois parts."
)
UNREHEARSED = (
    "Le secours de la clé racine n’a pas été répété. Lancez « o2r keys init » avec deux des trois "
    "parts sous les yeux ; si elles n’ont pas été notées, ajoutez --new-shares."
)
ANOTHER = (
    "La clé racine n’est pas celle de cette base : son témoin ne s’ouvre pas. Remettez le bon "
    "fichier de clé, ou lancez « o2r keys recover »."
)


class UnreadyKeys(ImproperlyConfigured):
    """The site does not start; the message says why and what to do."""


def refuse_unready_keys() -> list[str]:
    """Called once, when the server or the worker starts. Returns warnings, in French.

    Raises UnreadyKeys on an instance that holds real people while its recovery was never rehearsed,
    or while its root key is lost or another one's. A provider that does not answer for now is a
    warning: the pages that open no file still serve.
    """
    try:
        problems = _problems()
    except KeysUnavailable as error:
        return [str(error)]
    if problems and holds_real_people():
        raise UnreadyKeys(
            "les clés de chiffrement ne sont pas prêtes, le site ne démarre pas.\n"
            + "\n".join(f"  – {problem}" for problem in problems)
            + "\nVoir « Keys » dans docs/operations.md."
        )
    return problems


def keys_ready() -> list[str]:
    """What stands between the instance and its keys, in French; empty when all is well."""
    try:
        return _problems()
    except KeysUnavailable as error:
        return [str(error)]


def _problems() -> list[str]:
    newest = RootVersion.objects.exclude(rehearsed_at=None).order_by("-version").first()
    root = root_key()
    try:
        if newest is None:
            return [NEVER_MADE if not RootVersion.objects.exists() else UNREHEARSED]
        if root.kind != "vault":
            return _own_key_problems(root)
        return _probe_problems(root, newest)
    except KeysNotReady as error:
        return [str(error) if root.kind == "vault" else LOST]


def _own_key_problems(root: RootKey) -> list[str]:
    current = RootVersion.objects.filter(version=root.version()).first()
    if current is None:
        return [ANOTHER]
    if current.rehearsed_at is None:
        return [UNREHEARSED]
    return _probe_problems(root, current)


def _probe_problems(root: RootKey, stored: RootVersion) -> list[str]:
    try:
        opened = root.unwrap(bytes(stored.probe), PROBE_CONTEXT)
    except KeysUnavailable:
        raise
    except KeysError:
        return [ANOTHER]
    return [] if opened == PROBE else [ANOTHER]


def keys_status() -> dict[str, Any]:
    """Where the keys are, for ``o2r keys status``: counts and versions, never a key."""
    problems = keys_ready()
    under_way = (
        OrganisationKey.objects.order_by("organisation")
        .values_list("organisation", flat=True)
        .annotate(versions=Count("id"))
        .filter(versions__gt=1)
    )
    wrapped_by = dict(
        OrganisationKey.objects.order_by("root_version")
        .values_list("root_version")
        .annotate(Count("id"))
    )
    destroyed_here = set(DestroyedKey.objects.order_by("id").values_list("subject_hash", flat=True))
    return {
        "provider": root_key().kind,
        "ready": not problems,
        "problems": problems,
        "root_versions": [
            {
                "version": root.version,
                "rehearsed_at": root.rehearsed_at and root.rehearsed_at.isoformat(),
                "organisation_keys": wrapped_by.get(root.version, 0),
            }
            for root in RootVersion.objects.order_by("version")
        ],
        "organisations": OrganisationKey.objects.values("organisation").distinct().count(),
        "rotations_under_way": [str(organisation) for organisation in under_way],
        "data_keys": DataKey.objects.count(),
        "wraps": Wrap.objects.count(),
        "destroyed": len(destroyed_here),
        "destroyed_but_not_listed": len(destroyed_here - destroyed.read()),
        "listed_but_not_destroyed": len(destroyed.read() - destroyed_here),
    }
