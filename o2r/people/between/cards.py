from o2r.accounts.actors import Actor
from o2r.accounts.space import offer
from o2r.people.between.selectors import is_allowed, to_answer


def _exists(actor: Actor) -> bool:
    """Where the platform has no index, nobody is asked about it."""
    return is_allowed()


offer(
    "inquiry",
    "list",
    title="Déjà accompagnée ailleurs ?",
    text="Joindre le référent d’une personne chez un autre opérateur, ou répondre au sien.",
    route="between:all",
    link="Voir les demandes",
    waiting=to_answer,
    where=_exists,
)
offer(
    "index-participation",
    "create",
    title="Index entre opérateurs",
    text="Choisir si un autre opérateur peut joindre vos référents, et vos équipes les siens.",
    route="between:participation",
    link="Voir ce choix",
    where=_exists,
)
