from django.urls import path

from o2r.core.retention.views import officers, people

app_name = "retention"
urlpatterns = [
    path("vos-droits/", people.ask_link, name="ask_link"),
    path("vos-droits/suite/", people.visitor_data, name="proven"),
    path("espace/mes-donnees/", people.own_data, name="own_data"),
    path("espace/mes-donnees/export/", people.own_export, name="own_export"),
    path("espace/mes-donnees/demande/", people.own_request, name="own_request"),
    path("espace/mes-donnees/fermer/", people.close_account, name="close_account"),
    path("espace/droits/", officers.requests, name="requests"),
    path("espace/droits/<uuid:request_id>/", officers.one_request, name="request"),
    path("espace/droits/<uuid:request_id>/reponse/", officers.answer, name="answer"),
    path("espace/droits/<uuid:request_id>/appliquer/", officers.apply, name="apply"),
    path("espace/conservation/", officers.schedule, name="schedule"),
]
