"""What the FSE+ holds of an accompanied person: handed out with their file, kept by the law."""

from uuid import UUID

from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import holds_personal_data
from o2r.pathways.fse.models import ParticipantSheet, SheetAnswers

PERSON = SubjectKind.PERSON
KEPT = (
    "l’Union européenne a payé une partie de votre accompagnement : la preuve doit être gardée "
    "après le dernier paiement ; elle n’est plus reliée à votre dossier"
)

holds_personal_data(
    PERSON,
    "fse.ParticipantSheet",
    title="Votre participation à une opération européenne (FSE+)",
    rows=lambda person: ParticipantSheet.objects.filter(person_id=UUID(person)).order_by("pk"),
    fields=("operation__number", "operation__title", "entered_on", "left_on", "state"),
    kept_because=KEPT,
)
holds_personal_data(
    PERSON,
    "fse.SheetAnswers",
    title="Vos réponses au questionnaire européen (FSE+)",
    rows=lambda person: SheetAnswers.objects.filter(sheet__person_id=UUID(person)).order_by("pk"),
    fields=("entry", "leaving", "later"),
    kept_because=KEPT,
)
