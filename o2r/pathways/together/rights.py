"""What is handed out to an accompanied person of who stood around them, and erased with it."""

from uuid import UUID

from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import holds_personal_data
from o2r.core.retention.services import erase_rows
from o2r.pathways.together.models import (
    CareMember,
    Meeting,
    Obligation,
    OutsideName,
    TogetherMove,
)

PERSON = SubjectKind.PERSON

holds_personal_data(
    PERSON,
    "together.CareMember",
    title="Qui vous accompagne",
    rows=lambda person: CareMember.objects.filter(person_id=UUID(person)).order_by("pk"),
    fields=("role", "organisation__name", "state", "since", "until"),
    erase=erase_rows,
)
holds_personal_data(
    PERSON,
    "together.OutsideName",
    title="Qui d’autre vous accompagne",
    rows=lambda person: OutsideName.objects.filter(person_id=UUID(person)).order_by("pk"),
    fields=("name", "member__role"),
    erase=erase_rows,
)
holds_personal_data(
    PERSON,
    "together.Meeting",
    title="Les rencontres à plusieurs",
    rows=lambda person: Meeting.objects.filter(person_id=UUID(person)).order_by("pk"),
    fields=("held_at", "person_was_there", "said"),
    erase=erase_rows,
)
holds_personal_data(
    PERSON,
    "together.Obligation",
    title="Ce qui vous est demandé",
    rows=lambda person: Obligation.objects.filter(person_id=UUID(person)).order_by("pk"),
    fields=("what", "kind", "due_on", "state"),
    erase=erase_rows,
)
holds_personal_data(
    PERSON,
    "together.TogetherMove",
    title="Quand votre groupe a changé",
    rows=lambda person: TogetherMove.objects.filter(person_id=UUID(person)).order_by("pk"),
    fields=("thing", "left", "reached", "at"),
    erase=erase_rows,
)
