from o2r.accounts.space import offer

offer(
    "person-file",
    "list",
    title="Partagé avec moi",
    text="Ce que des personnes suivies ailleurs laissent lire à votre organisation.",
    route="agreements:shared",
    link="Voir ce qui est partagé",
)
