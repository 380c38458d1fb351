from o2r.accounts.space import offer

offer(
    "encounter",
    "create",
    title="Noter une rencontre",
    text="Un passage compté, une rencontre, un refus : en quelques gestes, sur place.",
    route="outreach:encounter_new",
    link="Noter",
)
offer(
    "encounter",
    "list",
    title="Rencontres et promesses",
    text="Ce que l’équipe a noté, et ce qui est promis aux personnes que vous suivez.",
    route="outreach:encounters",
    link="Voir les rencontres",
)
