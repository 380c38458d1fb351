"""What outreach holds of people: of those met, with their file; of the team, with its rounds."""

from o2r.core.retention.enums import Ground, SubjectKind
from o2r.core.retention.registry import NO_PERSONAL_DATA, Follows, Since, declare
from o2r.outreach.services.drafting import forget_due
from o2r.outreach.services.imports import forget_files
from o2r.outreach.services.signal_holding import erase_signals

PERSON = SubjectKind.PERSON

for _label in ("Place", "OpenBand", "Observation", "SignalLink", "RoundStop"):
    declare(f"outreach.{_label}", personal=NO_PERSONAL_DATA)
declare(
    "outreach.Round",
    personal="qui est sorti, où et quand",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("ends_at", "la fin de la tournée"),
    period="outreach-round",
)
declare(
    "outreach.Encounter",
    personal="qui a noté la rencontre, avec quels dossiers",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("at", "la rencontre"),
    period="outreach-round",
)
for _label, _held in (
    ("EncounterWords", "les mots d’une personne, chiffrés"),
    ("Promise", "ce qui lui est promis, chiffré, et par qui"),
    ("TrustDate", "depuis quand le contact est de confiance"),
):
    declare(
        f"outreach.{_label}",
        personal=_held,
        ground=Ground.PUBLIC_INTEREST,
        clock=Follows("person"),
        subjects=[PERSON],
    )
declare(
    "outreach.DailyReport",
    personal="qui a écrit le compte rendu du jour",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("updated_at", "la dernière écriture"),
    period="outreach-round",
)
declare(
    "outreach.EntryDraft",
    personal="ce qu’un intervenant a commencé à saisir, chiffré",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("saved_at", "la dernière frappe"),
    period="entry-draft",
    act=forget_due,
)
declare(
    "outreach.PartnerSignal",
    personal="qui signale quelqu’un, et si la personne a été rencontrée",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("sent_at", "l’envoi"),
    period="partner-signal",
    act=erase_signals,
    subjects=[PERSON],
)
declare(
    "outreach.SignalWords",
    personal="ce qu’un partenaire dit d’une personne, chiffré, et comment lui répondre",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("signal"),
    subjects=[PERSON],
)
declare(
    "outreach.SignalMove",
    personal="identifiant du compte qui note la suite d’un signalement",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("signal"),
)
declare(
    "outreach.ImportFile",
    personal="qui a déposé un fichier à importer, et quand",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("uploaded_at", "le dépôt"),
    period="import-draft",
    act=forget_files,
)
declare(
    "outreach.ImportContent",
    personal="ce que le fichier dit de personnes, chiffré, entre son dépôt et son import",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("file"),
)
declare(
    "outreach.ImportAct",
    personal="qui a importé un fichier, et combien de lignes",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("written_at", "l’import"),
    period="outreach-round",
)
declare(
    "outreach.ImportedRow",
    personal="empreintes par lesquelles une ligne importée est reconnue",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("act"),
)
