from o2r.accounts.actors import Actor
from o2r.accounts.enums import OrganisationKind, meets_people
from o2r.accounts.models import Organisation
from o2r.accounts.space import offer
from o2r.people.selectors.caseload import Part, part
from o2r.people.selectors.emergencies import to_answer


def _silent(actor: Actor) -> int:
    """How many of those whom somebody follows have gone silent. One query."""
    return part(actor, Part.SILENT).count()


def _meets_people(actor: Actor) -> bool:
    """Whether files may be opened where somebody acts: the State, research and the platform follow
    nobody, whoever manages their accounts or answers for their data. One query at most."""
    if any(actor.has(role) for role in ("outreach-worker", "caseworker", "coordinator")):
        return True
    if actor.organisation is None:
        return False
    return meets_people(OrganisationKind(Organisation.objects.get(pk=actor.organisation).kind))


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
    where=_meets_people,
)
