from o2r.accounts.space import offer

offer(
    "effects",
    "list",
    title="Sorties et suites",
    text="Où vont les personnes, ce qu’elles deviennent à trois et à six mois.",
    route="exits:figures",
    link="Voir les sorties",
)
