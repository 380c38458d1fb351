"""Addresses that somebody opens without an account: they hold a secret, and name nobody."""

from django.urls import path

from o2r.pathways.employment.views import public

app_name = "employment_answer"
urlpatterns = [path("<str:code>/", public.answer, name="answer")]
