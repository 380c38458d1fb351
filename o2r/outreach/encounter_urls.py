"""Addresses of meetings and promises, under those of outreach."""

from django.urls import path

from o2r.outreach.views import drafts, encounter_forms, encounters, funnels, promises

urlpatterns = [
    path("rencontres/", encounters.encounters, name="encounters"),
    path("rencontres/nouvelle/", encounter_forms.encounter_new, name="encounter_new"),
    path("rencontres/nouvelle/brouillon/", drafts.encounter_draft, name="encounter_draft"),
    path("rencontres/promesses/", promises.promises, name="promises"),
    path("rencontres/nombres/", funnels.funnel_page, name="funnel"),
    path("rencontres/<uuid:encounter>/", encounters.encounter, name="encounter"),
    path(
        "rencontres/<uuid:encounter>/corriger/",
        encounter_forms.encounter_correct,
        name="encounter_correct",
    ),
    path("rencontres/<uuid:encounter>/annuler/", encounters.cancel, name="encounter_cancel"),
    path(
        "rencontres/<uuid:encounter>/paroles/<uuid:person>/",
        encounters.words,
        name="encounter_words",
    ),
]
