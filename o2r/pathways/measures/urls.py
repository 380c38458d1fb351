"""Addresses of what people answer: each part of a file has its list."""

from django.urls import path

from o2r.pathways.measures.views import asking, figures, results

app_name = "measures"
FILE = "personnes-suivies/<uuid:person>/effets/"
urlpatterns = [
    path("effets/", figures.effects, name="effects"),
    path("effets/echelles/", figures.scale_list, name="scales"),
    path(FILE, results.results, name="results"),
    path(f"{FILE}reglettes/", asking.sliders, name="sliders"),
    path(f"{FILE}paroles/", asking.change, name="change"),
    path(f"{FILE}avis/", asking.satisfaction, name="satisfaction"),
    path(f"{FILE}questions/", asking.questionnaire, name="questionnaire"),
    path(f"{FILE}citer/", results.quote, name="quote"),
    path(f"{FILE}effacer/", results.take_back, name="take_back"),
]
