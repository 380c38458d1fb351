from o2r.accounts.space import offer

offer(
    "call",
    "update",
    title="Appels à projets",
    text="Préparer un appel, le publier, suivre son instruction.",
    route="calls:home",
    link="Voir les appels",
)
