"""The file and the job of a page, for who follows the person."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.http import Http404

from o2r.accounts.models import User
from o2r.accounts.requests import SignedInRequest
from o2r.core import clock
from o2r.pathways.employment.models import Job
from o2r.people.models import Person
from o2r.people.views.opened import OpenedFile, opened_file


def followed(request: SignedInRequest, person: UUID, *, bring: Collection[str] = ()) -> OpenedFile:
    """The file of somebody whom one follows: read, by who may write there. Raises Http404."""
    return opened_file(request, person, action="read", needs="update", bring=bring)


def job_of(file: OpenedFile, key: UUID) -> Job:
    """A job of this file. Raises Http404."""
    row: Job = one_of(Job.objects.select_related("adviser"), file, key)
    return row


def one_of(rows: Any, file: OpenedFile, key: UUID) -> Any:
    """A row of this file, among ``rows``. Raises Http404."""
    row = rows.filter(person=file.person, pk=key).first()
    if row is None:
        raise Http404
    row.person = file.person
    return row


def followers(person: Person) -> list[User]:
    """Who follows a file today, by name. One query."""
    today = clock.today()
    beside = [one.user_id for one in person.follow_ups.all() if one.lasts(today)]
    keys = [one for one in (person.referent_id, *beside) if one is not None]
    return list(User.objects.filter(pk__in=keys, is_active=True).order_by("display_name", "pk"))
