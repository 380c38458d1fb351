"""Addresses of a diagnosis and of a plan, under the file of a person."""

from django.urls import path

from o2r.pathways.diagnosis.views import diagnoses, plans

app_name = "diagnosis"
urlpatterns = [
    path("<uuid:person>/freins/", diagnoses.diagnosis, name="diagnosis"),
    path("<uuid:person>/freins/remplir/", diagnoses.fill, name="fill"),
    path("<uuid:person>/freins/imprimer/", diagnoses.paper, name="paper"),
    path("<uuid:person>/plan/", plans.plan, name="plan"),
    path("<uuid:person>/plan/objectif/", plans.objective, name="objective"),
    path("<uuid:person>/plan/action/", plans.action, name="action"),
]
