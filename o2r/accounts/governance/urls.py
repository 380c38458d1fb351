"""Addresses of governance, under the professional space."""

from django.urls import path

from o2r.accounts.governance.views import exports, instance, journal, status

app_name = "governance"
urlpatterns = [
    path("journal/", journal.journal, name="journal"),
    path("journal/export.csv", journal.export, name="journal_export"),
    path("mes-donnees/consultations/", journal.own_digest, name="own_digest"),
    path("exports/", exports.exports, name="exports"),
    path("exports/<uuid:approval>/", exports.decide, name="decide_export"),
    path("instance/", instance.overview, name="instance"),
    path("instance/etat/", status.status, name="status"),
    path("instance/logo/", instance.change_logo, name="change_logo"),
    path("instance/reglages/<slug:setting>/", instance.change, name="change_setting"),
]
