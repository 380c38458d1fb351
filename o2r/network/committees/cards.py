from o2r.accounts.space import offer

offer(
    "committee",
    "list",
    title="Comités",
    text="Les instances du réseau pour l’emploi, leurs réunions et leurs membres.",
    route="committees:instances",
    link="Voir les comités",
)
