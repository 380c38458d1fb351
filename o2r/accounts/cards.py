from o2r.accounts.models import Invitation
from o2r.accounts.selectors import organisations_to_approve
from o2r.accounts.space import offer

offer(
    "organisation",
    "approve",
    title="Organisations",
    text="Ouvrir une organisation, approuver son premier responsable.",
    route="accounts:organisations",
    link="Voir les organisations",
    waiting=lambda actor: len(organisations_to_approve(actor)),
)
offer(
    "membership",
    "list",
    title="Personnes",
    text="Vos collègues, leur rôle et leurs équipes.",
    route="accounts:people",
    link="Voir les personnes",
)
offer(
    "team",
    "list",
    title="Équipes",
    text="Qui travaille ensemble.",
    route="accounts:teams",
    link="Voir les équipes",
)
offer(
    "invitation",
    "list",
    title="Invitations",
    text="Qui a été invité, et n’est pas encore venu.",
    route="accounts:invitations",
    link="Voir les invitations",
    waiting=lambda actor: Invitation.objects.usable().visible_to(actor).count(),
)
offer(
    "substitution",
    "create",
    title="Absences",
    text="Qui remplace qui, et jusqu’à quand.",
    route="accounts:substitutions",
    link="Voir les remplacements",
)
offer(
    "handover",
    "list",
    title="Files actives",
    text="Qui suit quoi, et ce qui a changé de main.",
    route="accounts:handovers",
    link="Voir les transmissions",
)
offer(
    "alert",
    "list",
    title="Alertes",
    text="Ce que la surveillance a relevé, à examiner.",
    route="watch:alerts",
    link="Voir les alertes",
)
offer(
    "rights-request",
    "list",
    title="Droits des personnes",
    text="Demandes d’accès, de rectification ou d’effacement.",
    route="retention:requests",
    link="Voir les demandes",
)
