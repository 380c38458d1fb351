from o2r.accounts.actors import Actor
from o2r.accounts.space import offer
from o2r.people.selectors.caseload import Part, part
from o2r.people.selectors.emergencies import to_answer


def _silent(actor: Actor) -> int:
    """How many of those whom somebody follows have gone silent. One query."""
    return part(actor, Part.SILENT).count()


# A partner follows nobody here: what is shared with them has a page of its own.
offer(
    "person-file",
    "update",
    title="Ma file active",
    text="Les personnes que vous suivez, et qui n’a pas donné de nouvelles.",
    route="people:caseload",
    link="Voir ma file active",
    waiting=_silent,
    daily=True,
)
offer(
    "person-file",
    "list",
    title="Partagé avec moi",
    text="Ce que des personnes suivies ailleurs laissent lire à votre organisation.",
    route="agreements:shared",
    link="Voir ce qui est partagé",
)
offer(
    "emergency-opening",
    "list",
    title="Ouvertures en urgence",
    text="Un dossier d’un collègue, pour une heure, quand une personne est en danger.",
    route="emergency:all",
    link="Voir les ouvertures en urgence",
    waiting=to_answer,
)
