from o2r.accounts.space import offer
from o2r.network.directory.models import ServiceReport

offer(
    "service",
    "list",
    title="Réseau",
    text="Qui, près de cette commune, prend cette personne pour ce besoin.",
    route="directory:services",
    link="Chercher un service",
)
offer(
    "service-report",
    "list",
    title="Fiches à vérifier",
    text="Des équipes disent qu’un service est fermé, ou que sa fiche est fausse.",
    route="directory:reports",
    link="Voir les signalements",
    waiting=lambda actor: ServiceReport.objects.visible_to(actor).waiting().count(),
)
offer(
    "directory",
    "create",
    title="Annuaire des partenaires",
    text="Charger un export de data·inclusion : il est vérifié ligne par ligne avant d’être écrit.",
    route="directory:imports",
    link="Charger l’annuaire",
)
offer(
    "unmet-need",
    "list",
    title="Besoins non couverts",
    text="Ce à quoi personne ne répond, par commune, besoin et raison : sans aucune personne.",
    route="directory:unmet_needs",
    link="Voir le registre",
)
