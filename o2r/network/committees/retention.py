"""What the committees keep of their members, and for how long."""

from typing import Any

from django.db.models import QuerySet

from o2r.core.retention.enums import Ground, Remains, SubjectKind
from o2r.core.retention.registry import NO_PERSONAL_DATA, Follows, Since, declare
from o2r.network.committees.services.seats import forget_members


def _named(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Those whose holder is still named."""
    return rows.exclude(name="", email="")


declare(
    "committees.Seat",
    personal="nom et adresse électronique d’un membre, organisme et fonction, mandat",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("mandate_end", "la fin du mandat"),
    period="committee-mandate",
    remains=Remains.ANONYMISED,
    act=forget_members,
    among=_named,
    subjects=[SubjectKind.ACCOUNT, SubjectKind.VISITOR],
)
declare(
    "committees.Attendance",
    personal="présence d’un membre à une réunion",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("seat"),
)
for label in ("committees.Instance", "committees.Meeting"):
    declare(label, personal=NO_PERSONAL_DATA)
