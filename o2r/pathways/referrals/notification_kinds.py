from o2r.core.notifications import kinds

RECEIVED = kinds.declare(
    "referral-received",
    label="Une orientation arrive dans mon organisation, ou attend toujours une réponse",
)
FOLLOWED = kinds.declare(
    "referral-followed",
    label="Une structure répond à une orientation que j’ai envoyée, ou n’y répond pas",
)
