"""What a file holds of somebody, and until when: two years after the last contact."""

from o2r.core.notifications.directory import Recipient
from o2r.core.retention.enums import Ground, Remains, SubjectKind
from o2r.core.retention.registry import Follows, Notice, Since, declare
from o2r.people.enums import Standing
from o2r.people.models import Person
from o2r.people.services.anonymising import anonymise_due, settle_merges

PERSON = SubjectKind.PERSON


def _referent(person: Person) -> list[Recipient]:
    """The referent alone: who coordinates is told by the late list, without a name."""
    referent = person.referent
    return [Recipient(referent.pk, referent.email)] if referent else []


def _words(person: Person) -> str:
    return (
        f"Le {person} n’a pas eu de contact depuis le {person.last_contact_on:%d/%m/%Y}. Sans "
        "nouveau contact, il sera anonymisé : il n’en restera qu’une statistique. Si vous suivez "
        "encore cette personne, écrivez la dernière rencontre."
    )


declare(
    "people.Person",
    personal="ce qu’une personne a bien voulu dire d’elle, en codes : âge, genre, commune, langue",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("last_contact_on", "le dernier contact"),
    period="person-file",
    remains=Remains.STATISTIC,
    act=anonymise_due,
    # A merged file lives and dies with the one that was kept.
    among=lambda rows: rows.filter(standing=Standing.FOLLOWED),
    notice=Notice(
        period="person-file-notice",
        recipients=_referent,
        subject="Un dossier sera bientôt anonymisé",
        body=_words,
    ),
    subjects=[PERSON],
)
for label, held, subjects in (
    ("Identity", "surnom, nom, prénom, date de naissance, chiffrés", [PERSON]),
    ("ContactMeans", "moyens de joindre la personne, chiffrés, et leurs précautions", [PERSON]),
    ("Note", "ce qui est écrit de la personne, chiffré, et par qui", [PERSON]),
    ("NoteDraft", "ce que l’auteur d’une note n’a pas fini d’écrire, chiffré", []),
    ("InformationGiven", "quand et comment la personne a été informée", [PERSON]),
    ("Agreement", "à quoi la personne a dit oui, pour qui, jusqu’à quand", [PERSON]),
    ("TrustCard", "empreintes des secrets d’une carte remise à la personne", [PERSON]),
    ("FollowUp", "qui accompagne la personne", []),
    ("GroupMember", "avec qui va la personne : famille, fratrie, couple, groupe", [PERSON]),
    ("Protection", "depuis quand le dossier est protégé, pourquoi, chiffré, et par qui", [PERSON]),
    ("ProtectedReading", "qui a ouvert un dossier protégé, combien de fois par jour", []),
):
    declare(
        f"people.{label}",
        personal=held,
        ground=Ground.PUBLIC_INTEREST,
        clock=Follows("person"),
        subjects=subjects,
    )
declare(
    "people.LikenessToken",
    personal="empreintes d’où deux dossiers se ressemblent",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("person"),
)
declare(
    "people.PersonMove",
    personal="identifiant du compte qui change le niveau d’identité",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("person"),
)
declare(
    "people.AgreementMove",
    personal="quand un accord a été donné ou retiré, identifiant du compte qui l’a noté",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("agreement"),
)
declare(
    "people.Merge",
    personal="un dossier réuni à un autre, et identifiant du compte qui les a réunis",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("merged_at", "la réunion"),
    period="merged-file",
    remains=Remains.STATISTIC,
    act=settle_merges,
    among=lambda rows: rows.filter(undone_at=None, gone__standing=Standing.MERGED),
)
declare(
    "people.EmergencyOpening",
    personal="qui a demandé à ouvrir un dossier en urgence, et l’avis rendu",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("asked_at", "la demande"),
    period="emergency-opening",
)
declare(
    "people.EmergencyWords",
    personal="pourquoi un dossier a été ouvert en urgence, chiffré",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("opening"),
)
