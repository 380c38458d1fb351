"""How long what the door keeps is kept."""

from o2r.core.retention.enums import Ground
from o2r.core.retention.registry import NO_PERSONAL_DATA, Since, declare

declare("signin.FailedTries", personal=NO_PERSONAL_DATA)
declare(
    "signin.OpenSession",
    personal="compte, appareil en quelques mots, heures d’ouverture et de dernière activité",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("opened_at", "l’ouverture de la session"),
    period="signin-trace",
)
declare(
    "signin.SecondFactorReset",
    personal="compte, personne qui a accordé la remise à zéro",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("decided_at", "la remise à zéro"),
    period="security-trace",
)
declare(
    "signin.KeptForm",
    personal="ce que la personne venait de saisir, chiffré",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("kept_until", "la fin des trente minutes"),
    period="ended-session",
)
