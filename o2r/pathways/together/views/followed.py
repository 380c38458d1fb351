"""The file of somebody, for who follows them: a partner has pages of their own."""

from collections.abc import Collection
from uuid import UUID

from o2r.accounts.requests import SignedInRequest
from o2r.pathways.together.selectors.group import Group, group_of, rows_of
from o2r.people.views.opened import OpenedFile, opened_file


def followed(request: SignedInRequest, person: UUID, *, bring: Collection[str] = ()) -> OpenedFile:
    """The file of somebody whom one follows: read, by who may write there. Raises Http404."""
    return opened_file(request, person, action="read", needs="update", bring=bring)


def group_in(file: OpenedFile) -> Group:
    """The group of the person of a page. Three queries."""
    return group_of(file.reader, file.person, rows_of(file.person))
