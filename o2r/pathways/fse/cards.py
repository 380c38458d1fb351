from o2r.accounts.space import offer

offer(
    "fse-operation",
    "list",
    title="Opérations FSE+",
    text="Les fiches des participants, ce qui y manque, les indicateurs et l’export.",
    route="fse:operations",
    link="Voir les opérations",
)
