from o2r.accounts.space import offer

offer(
    "project",
    "list",
    title="Projets",
    text="Les projets que porte votre organisation, et ce que les visiteurs écrivent.",
    route="projects:home",
    link="Voir les projets",
)
