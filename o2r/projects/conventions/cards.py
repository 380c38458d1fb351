from o2r.accounts.space import offer

offer(
    "convention",
    "list",
    title="Conventions",
    text="Les conventions avec l’État : avenants, versements, documents annuels.",
    route="conventions:conventions",
    link="Voir les conventions",
)
