from o2r.accounts.space import offer

offer(
    "paper-template",
    "create",
    title="Modèles de documents",
    text="Lettres, attestations, synthèses : ce que l’équipe remet aux personnes.",
    route="papers:templates",
    link="Voir les modèles",
)
