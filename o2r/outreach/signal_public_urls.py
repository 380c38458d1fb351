"""Addresses that a partner opens without an account: they hold a secret, and name nobody."""

from django.urls import path

from o2r.outreach.views import signal_public

app_name = "signal"
urlpatterns = [
    path("suivi/<str:code>/", signal_public.follow, name="follow"),
    path("suivi/<str:code>/retirer/", signal_public.withdraw, name="withdraw"),
    path("<str:code>/", signal_public.write, name="write"),
]
