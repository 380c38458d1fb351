"""The pages of pathways."""

from django.urls import path

from o2r.pathways.views import lists, opening, pathway, refused, stages

app_name = "pathways"
urlpatterns = [
    path("personnes-suivies/<uuid:person>/parcours/ouvrir/", opening.open_one_pathway, name="open"),
    path("personnes-suivies/<uuid:person>/parcours/droit/", opening.entry, name="entry"),
    path("parcours/refus/", refused.refused, name="refused"),
    path("parcours/", lists.pathways, name="pathways"),
    path("parcours/<uuid:pathway>/", pathway.pathway, name="pathway"),
    path("parcours/<uuid:pathway>/avancer/", pathway.advance, name="advance"),
    path("parcours/<uuid:pathway>/derogation/", pathway.derogation, name="derogation"),
    path("parcours/<uuid:pathway>/etapes/", stages.give, name="give_stage"),
    path("parcours/<uuid:pathway>/etapes/<uuid:stage>/finir/", stages.end, name="end_stage"),
]
