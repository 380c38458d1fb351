"""Addresses of signals, under those of outreach."""

from django.urls import path

from o2r.outreach.views import drafts, signal_links, signals, signals_sent

urlpatterns = [
    path("signalements/", signals.signals, name="signals"),
    path("signalements/envoyes/", signals_sent.signals_sent, name="signals_sent"),
    path("signalements/envoyer/", signals_sent.signal_send, name="signal_send"),
    path("signalements/envoyer/brouillon/", drafts.signal_draft, name="signal_draft"),
    path("signalements/liens/", signal_links.signal_links, name="signal_links"),
    path("signalements/liens/nouveau/", signal_links.signal_link_new, name="signal_link_new"),
    path(
        "signalements/liens/<uuid:link>/fermer/",
        signal_links.signal_link_end,
        name="signal_link_end",
    ),
    path("signalements/<uuid:signal>/", signals.signal_page, name="signal"),
    path("signalements/<uuid:signal>/qui-y-va/", signals.signal_take, name="signal_take"),
    path("signalements/<uuid:signal>/rencontree/", signals.signal_met, name="signal_met"),
    path("signalements/<uuid:signal>/reponse/", signals.signal_answer, name="signal_answer"),
    path(
        "signalements/<uuid:signal>/retirer/", signals_sent.signal_withdraw, name="signal_withdraw"
    ),
    path("signalements/<uuid:signal>/suite/<slug:act>/", signals.signal_act, name="signal_act"),
]
