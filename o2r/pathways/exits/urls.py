"""Addresses of exits."""

from django.urls import path

from o2r.pathways.exits.views import exits, figures

app_name = "exits"
FILE = "personnes-suivies/<uuid:person>/sortie/"
urlpatterns = [
    path("sorties/", figures.figures, name="figures"),
    path(FILE, exits.exit_page, name="exit"),
    path(f"{FILE}noter/", exits.leave, name="leave"),
    path(f"{FILE}nouvelles/", exits.news, name="news"),
    path(f"{FILE}retour/", exits.come_back, name="come_back"),
    path(f"{FILE}clore/", exits.close, name="close"),
]
