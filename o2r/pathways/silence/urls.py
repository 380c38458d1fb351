"""Addresses of silences."""

from django.urls import path

from o2r.pathways.silence.views import silences

app_name = "silence"
urlpatterns = [
    path("alertes-silence/", silences.alerts, name="alerts"),
    path("personnes-suivies/<uuid:person>/silence/", silences.silence, name="silence"),
]
