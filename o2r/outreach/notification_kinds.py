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
