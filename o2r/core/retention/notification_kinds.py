"""What people are told about their data."""

from o2r.core.notifications import kinds

kinds.declare(
    "retention-notice",
    label="Mes données vont être effacées parce qu’elles ne servent plus",
    compulsory=True,
)
kinds.declare(
    "rights-received",
    label="Une personne exerce ses droits et attend ma réponse",
    compulsory=True,
)
kinds.declare(
    "rights-answered",
    label="Ma demande sur mes données a reçu une réponse",
    compulsory=True,
)
