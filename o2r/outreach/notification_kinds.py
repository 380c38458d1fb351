from o2r.core.notifications import kinds

ROUND_RETURN = kinds.declare(
    "round-return",
    label="Une tournée n’a pas signalé son retour, ou le signale après l’alerte",
    # Someone who is out may need help.
    compulsory=True,
)
PROMISE_MISSED = kinds.declare(
    "promise-missed",
    label="Une promesse faite à une personne que je suis n’a pas été tenue",
)
PARTNER_SIGNAL = kinds.declare(
    "partner-signal",
    label="Un partenaire signale quelqu’un à mon équipe, ou retire ce qu’il a envoyé",
)
SIGNAL_ANSWER = kinds.declare(
    "signal-answer",
    label="Une équipe répond à un signalement que j’ai envoyé",
)
