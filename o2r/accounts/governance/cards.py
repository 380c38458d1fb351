from o2r.accounts.space import offer

offer(
    "journal",
    "list",
    title="Journal des accès",
    text="Qui a vu ou changé quoi, et quand.",
    route="governance:journal",
    link="Lire le journal",
)
offer(
    "export-approval",
    "list",
    title="Exports à deux",
    text="Les exports de plus de cinquante personnes, qu’une autre personne approuve.",
    route="governance:exports",
    link="Voir les demandes d’export",
)
offer(
    "setting",
    "list",
    title="Réglages de l’instance",
    text="Nom, logo, textes, durées, seuils, état des travaux et des clés.",
    route="governance:instance",
    link="Voir les réglages",
)
