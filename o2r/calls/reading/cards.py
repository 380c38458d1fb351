from o2r.accounts.actors import Actor
from o2r.accounts.space import offer
from o2r.calls.reading.enums import AssignmentState, ReviewState
from o2r.calls.reading.models import Assignment, CorrectionRequest


def _to_read(actor: Actor) -> int:
    if actor.user is None:
        return 0
    mine = Assignment.objects.of_user(actor.user).filter(state=AssignmentState.DECLARED)
    return mine.exclude(review__state__in=(ReviewState.SENT, ReviewState.EXCLUDED)).count()


def _to_answer(actor: Actor) -> int:
    return CorrectionRequest.objects.pending().asked_of(actor.organisation).count()


offer(
    "reading",
    "list",
    title="Instruction",
    text="Recevabilité, lecteurs, lectures et avis des instances.",
    route="reading:home",
    link="Instruire un appel",
)
offer(
    "review",
    "update",
    title="Mes lectures",
    text="Les candidatures que l’on vous confie, et vos liens à déclarer avant.",
    route="reading:mine",
    link="Voir mes lectures",
    waiting=_to_read,
)
offer(
    "correction",
    "update",
    title="Demandes de correction",
    text="Ce qu’un service de l’État demande d’apporter à votre candidature.",
    route="reading:corrections",
    link="Voir les demandes",
    waiting=_to_answer,
)
