from o2r.core.notifications import kinds

CONSORTIUM = kinds.declare(
    "consortium",
    label="Un consortium où je candidate change : un membre arrive, une signature est à faire",
)
DEADLINE = kinds.declare(
    "application-deadline",
    label="Un appel auquel je prépare une candidature se clôt bientôt",
)
