from django.urls import path

from o2r.people.between.views import asking, participation, receiving

app_name = "between"
urlpatterns = [
    path("deja-accompagnee/", asking.inquiries, name="all"),
    path("deja-accompagnee/demander/", asking.ask, name="ask"),
    path("deja-accompagnee/dossier/<uuid:person>/", asking.ask_from_file, name="ask-file"),
    path("deja-accompagnee/dossier/<uuid:person>/choix/", asking.choice, name="choice"),
    path("deja-accompagnee/<uuid:inquiry>/", asking.inquiry, name="one"),
    path("demandes-recues/", receiving.received, name="received"),
    path("demandes-recues/<uuid:notice>/", receiving.notice, name="received-one"),
    path("demandes-recues/<uuid:notice>/accepter/", receiving.accept, name="accept"),
    path("demandes-recues/<uuid:notice>/sans-suite/", receiving.decline, name="decline"),
    path("index-entre-operateurs/", participation.participation, name="participation"),
    path("index-entre-operateurs/ouvrir/", participation.join, name="join"),
    path("index-entre-operateurs/quitter/", participation.leave, name="leave"),
]
