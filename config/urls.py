"""Addresses of the product. Paths are French (users read them), names are English."""

from django.conf import settings
from django.urls import include, path

from o2r.accounts.governance.views.instance import show_logo
from o2r.core.views import health
from o2r.public_map import api

urlpatterns = [
    path("", include("o2r.public_map.urls")),
    path("api/v1/", api.urls),
    path("territoire/", include("o2r.territory.urls")),
    path("espace/", include("o2r.accounts.urls")),
    path("espace/", include("o2r.accounts.signin.urls")),
    path("espace/", include("o2r.accounts.governance.urls")),
    path("logo/", show_logo, name="logo"),
    path("espace/personnes-suivies/", include("o2r.people.urls")),
    path("espace/personnes-suivies/", include("o2r.pathways.diagnosis.urls")),
    path("espace/", include("o2r.pathways.silence.urls")),
    path("espace/comites/", include("o2r.network.committees.urls")),
    path("espace/", include("o2r.network.directory.urls")),
    path("sante/", health, name="health"),
    path("espace/projets/", include("o2r.projects.urls")),
    path("espace/", include("o2r.outreach.urls")),
    path("espace/", include("o2r.pathways.urls")),
    path("espace/", include("o2r.pathways.referrals.urls")),
    path("orientation/", include("o2r.pathways.referrals.public_urls")),
    path("espace/", include("o2r.pathways.fse.urls")),
    path("espace/", include("o2r.pathways.together.urls")),
    path("espace/", include("o2r.pathways.employment.urls")),
    path("suivi-emploi/", include("o2r.pathways.employment.public_urls")),
    path("espace/", include("o2r.pathways.intake.urls")),
    path("espace/", include("o2r.pathways.papers.urls")),
    path("espace/", include("o2r.pathways.measures.urls")),
    path("espace/", include("o2r.pathways.exits.urls")),
    path("espace/", include("o2r.pathways.appointments.urls")),
    # Before the parts of a call, which are any word.
    path("", include("o2r.calls.applications.urls")),
    path("espace/", include("o2r.calls.reading.urls")),
    path("", include("o2r.calls.urls")),
    path("espace/", include("o2r.people.agreement_urls")),
    path("carte/", include("o2r.people.card_urls")),
    path("carte/coffre/", include("o2r.pathways.papers.own_urls")),
    path("signaler/", include("o2r.outreach.signal_public_urls")),
    path("coffre/", include("o2r.pathways.papers.lent_urls")),
    path("espace/", include("o2r.people.protection_urls")),
    path("espace/", include("o2r.people.emergency_urls")),
    path("espace/", include("o2r.people.between.urls")),
    path("", include("o2r.core.agenda.urls")),
    path("espace/conventions/", include("o2r.projects.conventions.urls")),
    path("donnees/", include("o2r.projects.conventions.public_urls")),
    path("", include("o2r.calls.selection.urls")),
    path("", include("o2r.core.retention.urls")),
    path("espace/notifications/", include("o2r.core.notifications.urls")),
    path("espace/alertes/", include("o2r.core.watch.urls")),
]

# Only where the instance is in debug: the living pages of components.
debug_urlpatterns = [
    path("style/", include("o2r.core.urls")),
    path("style/", include("o2r.territory.sample_urls")),
]
if settings.DEBUG:
    urlpatterns += debug_urlpatterns

handler400 = "o2r.core.views.bad_request"
handler403 = "o2r.core.views.forbidden"
handler404 = "o2r.core.views.not_found"
handler500 = "o2r.core.views.server_error"
