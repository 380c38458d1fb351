"""The file of somebody, for who follows them: a partner has pages of their own."""

from collections.abc import Collection
from uuid import UUID

from o2r.accounts.requests import SignedInRequest
from o2r.pathways.together.selectors.group import BROUGHT, Group, group_on
from o2r.people.views.opened import OpenedFile, opened_file


def followed(request: SignedInRequest, person: UUID, *, bring: Collection[str] = ()) -> OpenedFile:
    """The file of somebody whom one follows: read, by who may write there. Raises Http404."""
    return opened_file(request, person, action="read", needs="update", bring=bring)


def group_in(file: OpenedFile) -> Group:
    """The group of the person of a page, whose file was opened with ``BROUGHT``. No query."""
    return group_on(file.reader, file.person)


def with_group(request: SignedInRequest, person: UUID) -> OpenedFile:
    """The file of somebody whom one follows, with what their group is read from."""
    return followed(request, person, bring=BROUGHT)
