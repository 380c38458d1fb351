"""Addresses of what a team leaves of its day, under those of outreach."""

from django.urls import path

from o2r.outreach.views import drafts, observations, reports

urlpatterns = [
    path("observations/", observations.observations, name="observations"),
    path("observations/nouvelle/", observations.observation_new, name="observation_new"),
    path("observations/nouvelle/brouillon/", drafts.observation_draft, name="observation_draft"),
    path(
        "observations/<uuid:observation>/corriger/",
        observations.observation_correct,
        name="observation_correct",
    ),
    path("comptes-rendus/", reports.daily_reports, name="daily_reports"),
    path("comptes-rendus/jours/", reports.team_days, name="team_days"),
    path("comptes-rendus/ecrire/", reports.daily_report_write, name="daily_report_write"),
    path("comptes-rendus/ecrire/brouillon/", drafts.daily_report_draft, name="daily_report_draft"),
    path("comptes-rendus/<uuid:report>/", reports.daily_report, name="daily_report"),
]
