from o2r.accounts.space import offer
from o2r.outreach.selectors.rounds import late_rounds
from o2r.outreach.selectors.signals import signals_waiting

offer(
    "round",
    "update",
    title="Ma tournée",
    text="Où aller, qui vous y attend, et dire que tout le monde est rentré.",
    route="outreach:my_round",
    link="Ouvrir ma tournée",
    daily=True,
)
offer(
    "round",
    "list",
    title="Tournées",
    text="Celles de l’équipe : préparées, en cours, passées.",
    route="outreach:rounds",
    link="Voir les tournées",
    waiting=late_rounds,
)
offer(
    "place",
    "list",
    title="Lieux",
    text="Où l’équipe va vers les gens, et ceux qui attendent une visite.",
    route="outreach:places",
    link="Voir les lieux",
)
offer(
    "encounter",
    "create",
    title="Noter une rencontre",
    text="Un passage compté, une rencontre, un refus : en quelques gestes, sur place.",
    route="outreach:encounter_new",
    link="Noter",
    daily=True,
)
offer(
    "encounter",
    "list",
    title="Rencontres et promesses",
    text="Ce que l’équipe a noté, et ce qui est promis aux personnes que vous suivez.",
    route="outreach:encounters",
    link="Voir les rencontres",
)
offer(
    "daily-report",
    "list",
    title="Comptes rendus",
    text="Ce que le jour a compté, ce qui est transmis à l’équipe suivante.",
    route="outreach:daily_reports",
    link="Voir les comptes rendus",
)
offer(
    "observation",
    "list",
    title="Observations de territoire",
    text="Un lieu qui ouvre ou ferme, des tensions, plus ou moins de monde.",
    route="outreach:observations",
    link="Voir les observations",
)
offer(
    "partner-signal",
    "update",
    title="Signalements",
    text="« Quelqu’un ici a peut-être besoin de vous » : ce que des partenaires vous envoient.",
    route="outreach:signals",
    link="Voir les signalements",
    waiting=signals_waiting,
)
offer(
    "partner-signal",
    "create",
    title="Signaler quelqu’un",
    text="Dire à une équipe d’aller-vers que quelqu’un a peut-être besoin d’elle, et suivre.",
    route="outreach:signals_sent",
    link="Signaler, ou voir la suite",
)
offer(
    "signal-link",
    "list",
    title="Liens de signalement",
    text="Ceux que vous donnez à une école, une mairie, le 115 : ils envoient sans compte.",
    route="outreach:signal_links",
    link="Voir les liens",
)
offer(
    "outreach-import",
    "create",
    title="Importer un fichier",
    text="Vos personnes, vos lieux, vos passages tenus ailleurs : tableur, ou export de Mano.",
    route="outreach:imports",
    link="Importer",
)
