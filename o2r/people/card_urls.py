from django.urls import path

from o2r.people.views import card

app_name = "card"
urlpatterns = [
    path("", card.front, name="front"),
    path("choisir/", card.choose, name="choose"),
    path("arreter/", card.stop, name="stop"),
    path("annuler/", card.cancel, name="cancel"),
    path("fait/", card.done, name="done"),
    path("ouvrir/", card.open_page, name="open"),
    path("page/", card.page, name="page"),
    path("page/arreter/", card.stop_from_page, name="stop_from_page"),
    path("page/demander/", card.ask, name="ask"),
    path("page/demande/", card.asked, name="asked"),
    path("quitter/", card.leave, name="leave"),
]
