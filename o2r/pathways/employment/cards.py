from o2r.accounts.space import offer
from o2r.pathways.employment.selectors.board import alerts_waiting

offer(
    "person-file",
    "update",
    title="Sentinelle",
    text="Les premières semaines en emploi des personnes que vous suivez.",
    route="employment:board",
    link="Voir les emplois à veiller",
    waiting=alerts_waiting,
)
offer(
    "workload",
    "read",
    title="Charge de l’équipe",
    text="Ce que porte chaque collègue, en nombres, sans nom ni récit.",
    route="employment:workload",
    link="Voir la charge",
)
