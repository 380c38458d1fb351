from o2r.core.notifications import kinds

SHARED_FILES = kinds.declare(
    "shared-files",
    label="Un dossier est partagé avec mon organisation, ou un partage prend fin",
)
CARD_USED = kinds.declare(
    "card-used",
    label="Une personne que je suis arrête des partages avec sa carte, ou sa carte ne s’ouvre plus",
    compulsory=True,
)
FILE_PROTECTED = kinds.declare(
    "file-protected",
    label="Un dossier que je suis est protégé, ou ne l’est plus",
    compulsory=True,
)
PROTECTED_FILE_OPENED = kinds.declare(
    "protected-file-opened",
    label="Quelqu’un a ouvert un dossier protégé dont je suis le référent",
    compulsory=True,
)
EMERGENCY_OPENING = kinds.declare(
    "emergency-opening",
    label="Un dossier est ouvert en urgence, ou quelqu’un le demande",
    compulsory=True,
)
