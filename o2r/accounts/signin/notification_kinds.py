from o2r.core.notifications import kinds

ACCOUNT_SECURITY = kinds.declare(
    "account-security",
    label="Un mot de passe, une adresse ou un second facteur de mon compte a changé",
    compulsory=True,
)
