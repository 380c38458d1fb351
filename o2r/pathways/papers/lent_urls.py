from django.urls import path

from o2r.pathways.papers.views import lent

app_name = "lent"
urlpatterns = [
    path("", lent.front, name="front"),
    path("papier/", lent.paper, name="paper"),
    path("papier/ouvrir/", lent.read, name="read"),
    path("quitter/", lent.leave, name="leave"),
]
