from o2r.accounts.space import offer

offer(
    "application",
    "create",
    title="Candidatures",
    text="Répondre à un appel à projets, seul ou à plusieurs.",
    route="applications:home",
    link="Voir les candidatures",
)
