from django.urls import path

from o2r.pathways.papers.views import own

app_name = "own"
urlpatterns = [
    path("", own.own_safe, name="safe"),
    path("prendre/", own.take, name="take"),
    path("effacer/", own.erase, name="erase"),
]
