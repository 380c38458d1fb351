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
