from o2r.accounts.space import offer

offer(
    "person-file",
    "update",
    title="Calendrier",
    text="Vos rendez-vous avec les personnes que vous suivez, et les activités.",
    route="appointments:calendar",
    link="Ouvrir le calendrier",
    daily=True,
)
offer(
    "activity",
    "list",
    title="Activités",
    text="Ce qui se fait à plusieurs : qui est attendu, qui est venu.",
    route="appointments:activities",
    link="Voir les activités",
)
