from o2r.core.notifications import kinds

REMINDER_LOST = kinds.declare(
    "reminder-lost",
    label="Le rappel d’un rendez-vous d’une personne que je suis n’est pas parti",
)
