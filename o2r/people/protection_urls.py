from django.urls import path

from o2r.people.views import protection

app_name = "protection"
_FILE = "personnes-suivies/<uuid:person>/protection"
urlpatterns = [
    path(f"{_FILE}/", protection.protection, name="file"),
    path(f"{_FILE}/lever/", protection.lifting, name="lift"),
    path(f"{_FILE}/lectures/", protection.readings, name="readings"),
]
