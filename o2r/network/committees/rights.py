"""The mandates of a person, by the address of their account or the one they prove theirs."""

from typing import Any

from django.db.models import QuerySet

from o2r.accounts.models import User
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import holds_personal_data
from o2r.network.committees.models import Seat
from o2r.network.committees.services.seats import forget_members

TITLE = "Vos mandats dans les comités du réseau pour l’emploi"
FIELDS = (
    *("instance__name", "body", "function", "name", "email"),
    *("is_chair", "mandate_start", "mandate_end"),
)


def _of_account(user: str) -> "QuerySet[Any]":
    address = User.objects.filter(pk=user).order_by().values("email")
    return Seat.objects.filter(email__in=address).order_by("mandate_start", "id")


holds_personal_data(
    SubjectKind.ACCOUNT,
    "committees.Seat",
    title=TITLE,
    rows=_of_account,
    fields=FIELDS,
    correctable=["name"],
    erase=forget_members,
)
holds_personal_data(
    SubjectKind.VISITOR,
    "committees.Seat",
    title=TITLE,
    rows=lambda email: Seat.objects.filter(email__iexact=email).order_by("mandate_start", "id"),
    fields=FIELDS,
    correctable=["name"],
    erase=forget_members,
)
