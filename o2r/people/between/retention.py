"""A request lasts a month, with all that came of it; the rest lives with its file."""

from o2r.core.retention.enums import Ground, Remains, SubjectKind
from o2r.core.retention.registry import Follows, Since, Until, declare
from o2r.people.between.services.forgetting import forget_inquiries

declare(
    "between.Inquiry",
    personal="qui a cherché quelqu’un auprès des autres opérateurs",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("asked_at", "la demande"),
    period="inquiry",
    remains=Remains.NOTHING,
    act=forget_inquiries,
)
declare(
    "between.InquiryWords",
    personal="qui est cherché : nom, date de naissance, téléphone, chiffrés",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("inquiry"),
)
declare(
    "between.InquiryNotice",
    personal="qui cherche à joindre le référent d’une personne, et ce qu’il en a fait",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("inquiry"),
)
declare(
    "between.InquiryAnswer",
    personal="ce que le référent a voulu répondre, chiffré",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("notice"),
)
declare(
    "between.IndexObjection",
    personal="la personne ne veut pas être cherchée par d’autres opérateurs",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("person"),
    subjects=[SubjectKind.PERSON],
)
declare(
    "between.IndexParticipation",
    personal="identifiant du compte qui a ouvert l’index pour son organisation",
    ground=Ground.PUBLIC_INTEREST,
    clock=Until("tant que l’organisation est sur la plateforme"),
)
declare(
    "between.IndexChange",
    personal="identifiant d’un dossier à porter à l’index ou à en retirer",
    ground=Ground.PUBLIC_INTEREST,
    clock=Until("jusqu’à ce que l’index l’ait reçu"),
)
