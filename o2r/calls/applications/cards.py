from o2r.accounts.space import offer

offer(
    "application",
    "list",
    title="Candidatures",
    text="Répondre à un appel à projets, seul ou à plusieurs.",
    route="applications:home",
    link="Voir les candidatures",
)
