from o2r.core.notifications import kinds

CARE_INVITATION = kinds.declare(
    "care-invitation",
    label="On me propose, ou à mon organisation, d’accompagner une personne",
)
CARE_ANSWER = kinds.declare(
    "care-answer",
    label="Quelqu’un répond à une invitation à accompagner",
)
CARE_ENDING = kinds.declare(
    "care-ending",
    label="Un accompagnement à plusieurs arrive à sa fin, ou a pris fin",
)
