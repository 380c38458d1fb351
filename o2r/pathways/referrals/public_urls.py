"""Addresses that a structure opens without an account: they hold a secret, and name nobody."""

from django.urls import path

from o2r.pathways.referrals.views import public

app_name = "referral"
urlpatterns = [
    path("<str:code>/", public.front, name="front"),
    path("<str:code>/repondre/", public.answer, name="answer"),
    path("<str:code>/code/", public.ask, name="ask"),
    path("<str:code>/ouvrir/", public.open_page, name="open"),
    path("<str:code>/dossier/", public.page, name="page"),
]
