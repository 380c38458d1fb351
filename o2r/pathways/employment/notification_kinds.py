from o2r.core.notifications import kinds

EMPLOYMENT_ALERT = kinds.declare(
    "employment-alert",
    label="Un emploi d’une personne que je suis est menacé : agir sous 24 heures",
)
