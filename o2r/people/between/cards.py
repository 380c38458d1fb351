from o2r.accounts.space import offer
from o2r.people.between.selectors import to_answer

offer(
    "inquiry",
    "list",
    title="Déjà accompagnée ailleurs ?",
    text="Joindre le référent d’une personne chez un autre opérateur, ou répondre au sien.",
    route="between:all",
    link="Voir les demandes",
    waiting=to_answer,
)
offer(
    "index-participation",
    "create",
    title="Index entre opérateurs",
    text="Choisir si un autre opérateur peut joindre vos référents, et vos équipes les siens.",
    route="between:participation",
    link="Voir ce choix",
)
