from o2r.accounts.space import offer

offer(
    "letter",
    "list",
    title="Résultats",
    text="Ce qui est décidé de vos candidatures, et le courrier qui le dit.",
    route="selection:my_letters",
    link="Voir les résultats",
)
