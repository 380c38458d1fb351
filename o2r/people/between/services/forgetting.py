"""What was asked, received and answered leaves: the keys first, then the rows."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from o2r.core.belt import errand
from o2r.core.crypto.services import destroy
from o2r.core.journal.authors import Author
from o2r.people.between.models import Inquiry, InquiryAnswer, InquiryNotice
from o2r.people.models import Person


@transaction.atomic
def forget_person(*, by: Author, person: Person) -> None:
    """Forget what was received about a file and answered, and what was asked from it, which says
    that its person is followed here."""
    forget_notices(by, InquiryNotice.objects.filter(person=person))
    forget_inquiries(by, Inquiry.objects.filter(person=person))


@errand("forget-inquiries")
def forget_notices(by: Author, rows: "QuerySet[InquiryNotice]") -> None:
    """Forget what was received: who had asked finds their request as if nobody had answered."""
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    answers = InquiryAnswer.objects.filter(notice__in=keys).order_by("pk")
    for subject in answers.values_list("subject", flat=True):
        destroy(by=by, subject=subject)
    InquiryNotice.objects.filter(pk__in=keys).delete()


@errand("forget-inquiries")
def forget_inquiries(by: Author, rows: "QuerySet[Any]") -> None:
    """Forget requests, and all that came of them."""
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    forget_notices(by, InquiryNotice.objects.filter(inquiry__in=keys))
    for key in keys:
        destroy(by=by, subject=key)
    Inquiry.objects.filter(pk__in=keys).delete()
