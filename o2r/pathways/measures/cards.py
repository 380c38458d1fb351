from o2r.accounts.space import offer

offer(
    "effects",
    "list",
    title="Effets pour les personnes",
    text="Ce que les personnes disent de ce qui change : des moyennes, avec qui manque.",
    route="measures:effects",
    link="Voir les effets",
)
