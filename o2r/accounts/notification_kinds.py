from o2r.core.notifications import kinds

NEW_ACCOUNT = kinds.declare(
    "new-account",
    label="Un compte est ouvert dans mon organisation, ou quelqu’un la rejoint",
    compulsory=True,
)
RIGHTS_CHANGED = kinds.declare(
    "rights-changed",
    label="Des droits changent dans mon organisation : rôle, gestion des comptes, départ",
    compulsory=True,
)
ORGANISATION_LIFE = kinds.declare(
    "organisation-life",
    label="Une organisation demande à ouvrir, s’ouvre ou se ferme",
    compulsory=True,
)
CASELOAD = kinds.declare(
    "caseload",
    label="Une file active m’est confiée, ou on me remplace",
    compulsory=True,
)
FACTOR_LOST = kinds.declare(
    "factor-lost-by-colleague",
    label="Un collègue a perdu son second facteur et attend que je l’aide",
    compulsory=True,
)
