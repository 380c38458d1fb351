"""What the conventions tell people."""

from o2r.core.notifications import kinds

CONVENTION_LIFE = kinds.declare(
    "convention-life",
    label="Une convention est signée, suspendue, reprise, résiliée ou arrive à son terme",
)
CONVENTION_DOCUMENT = kinds.declare(
    "convention-document", label="Un document annuel est reçu, validé ou en retard"
)
CONVENTION_PROCEDURE = kinds.declare(
    "convention-procedure",
    label="Une suspension ou une résiliation est envisagée : vous pouvez répondre",
    compulsory=True,
)
CONVENTION_MONEY = kinds.declare("convention-money", label="Un versement est payé")
PROJECT_CONFIRMATION = kinds.declare(
    "project-confirmation", label="La fiche publique d’un projet est à confirmer"
)
