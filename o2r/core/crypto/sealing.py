"""Sealing and opening the texts of a person file, in the name of one organisation.

Nothing is journaled here: the decision to show or change a field is journaled by the service that
takes it, once for all the fields of the page.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from o2r.core.crypto import envelope
from o2r.core.crypto.envelope import Place
from o2r.core.crypto.errors import NoKey, Unreadable
from o2r.core.crypto.models import OrganisationKey, Wrap
from o2r.core.crypto.root.setting import root_key
from o2r.core.crypto.scope import FileKeys, current_scope, key_scope


def organisation_context(organisation: UUID, version: int) -> bytes:
    """What binds the key of an organisation to it."""
    return envelope.context("organisation-key", str(organisation), str(version))


def wrap_context(subject: UUID, version: int, organisation: UUID) -> bytes:
    """What binds a wrapped data key to its file, its version and its organisation."""
    return envelope.context("data-key", str(subject), str(version), str(organisation))


def unwrap_organisation_key(stored: OrganisationKey) -> bytes:
    """The key of an organisation, kept in the open scope. Raises Unreadable, KeysUnavailable."""
    scope = current_scope()
    key = scope.organisation_key(stored.id)
    if key is None:
        bound = organisation_context(stored.organisation, stored.version)
        key = root_key().unwrap(bytes(stored.wrapped), bound)
        scope.keep_organisation_key(stored.id, key)
    return key


def unwrap_data_key(wrap: Wrap) -> bytes:
    """The data key of a wrap read with its data key and its organisation key."""
    bound = wrap_context(wrap.data_key.subject, wrap.data_key.version, wrap.organisation)
    key = unwrap_organisation_key(wrap.organisation_key)
    return envelope.unseal(key, context=bound, sealed=bytes(wrap.wrapped))


def wrap_data_key(
    key: bytes, *, subject: UUID, version: int, organisation: UUID, by: OrganisationKey
) -> bytes:
    """A data key wrapped by the key of an organisation."""
    return envelope.seal(
        unwrap_organisation_key(by),
        version=by.version,
        context=wrap_context(subject, version, organisation),
        plain=key,
    )


def _wraps(organisation: UUID, subjects: Collection[UUID]) -> Iterable[Wrap]:
    return (
        Wrap.objects.filter(organisation=organisation, data_key__subject__in=subjects)
        .select_related("data_key", "organisation_key")
        .order_by("data_key__subject", "data_key__version")
    )


def prefetch_keys(*, organisation: UUID, subjects: Collection[UUID]) -> None:
    """Read the keys of many files at once, for a list; needs an open scope to be of use.

    One query, and none when they are all known.
    """
    with key_scope() as scope:
        unknown = [one for one in subjects if scope.file_keys(one, organisation) is None]
        found: dict[UUID, FileKeys] = {}
        for wrap in _wraps(organisation, unknown) if unknown else ():
            keys = found.setdefault(wrap.data_key.subject, {})
            keys[wrap.data_key.version] = unwrap_data_key(wrap)
        for subject, keys in found.items():
            scope.keep_file_keys(subject, organisation, keys)


def file_keys(subject: UUID, organisation: UUID) -> FileKeys:
    """Every version of the key of a file that the organisation holds. Raises NoKey."""
    scope = current_scope()
    keys = scope.file_keys(subject, organisation)
    if keys is None:
        wraps = _wraps(organisation, [subject])
        keys = {wrap.data_key.version: unwrap_data_key(wrap) for wrap in wraps}
        if not keys:
            raise NoKey
        scope.keep_file_keys(subject, organisation, keys)
    return keys


def seal(*, subject: UUID, organisation: UUID, place: Place, text: str) -> bytes:
    """``text`` sealed with the newest key of the file, for ``place`` alone. Raises NoKey."""
    keys = file_keys(subject, organisation)
    newest = max(keys)
    return envelope.seal(keys[newest], version=newest, context=place.context(), plain=text.encode())


def unseal(*, subject: UUID, organisation: UUID, place: Place, sealed: bytes) -> str:
    """The text sealed at ``place``.

    Raises NoKey when the organisation has no key of the file, Unreadable when the text was changed,
    moved, or sealed with a version that the organisation does not hold.
    """
    keys = file_keys(subject, organisation)
    key = keys.get(envelope.version_of(sealed))
    if key is None:
        raise Unreadable
    return envelope.unseal(key, context=place.context(), sealed=sealed).decode()
