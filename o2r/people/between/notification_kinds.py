from o2r.core.notifications import kinds

INQUIRY_RECEIVED = kinds.declare(
    "inquiry-received",
    label="Un autre opérateur cherche à joindre le référent d’une personne que je suis",
)
INQUIRY_ANSWERED = kinds.declare(
    "inquiry-answered",
    label="Un référent accepte de parler d’une personne que j’ai cherchée",
)
