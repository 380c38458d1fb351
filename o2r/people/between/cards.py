from o2r.accounts.space import offer
from o2r.people.between.selectors import to_answer

offer(
    "inquiry",
    "list",
    title="Déjà accompagnée ailleurs ?",
    text="Joindre le référent d’une personne, sans apprendre qui est suivi ni par qui.",
    route="between:all",
    link="Voir mes demandes",
)
offer(
    "inquiry-notice",
    "list",
    title="Demandes reçues",
    text="Un autre opérateur cherche à vous joindre au sujet d’une personne que vous suivez.",
    route="between:received",
    link="Voir les demandes reçues",
    waiting=to_answer,
)
offer(
    "index-participation",
    "create",
    title="Index entre opérateurs",
    text="Choisir si les autres opérateurs peuvent joindre vos référents, et les vôtres les leurs.",
    route="between:participation",
    link="Voir ce choix",
)
