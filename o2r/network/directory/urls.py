from django.urls import path

from o2r.network.directory import views

app_name = "directory"
urlpatterns = [
    path("reseau/", views.services, name="services"),
    path("reseau/charger/", views.imports, name="imports"),
    path("reseau/ajouter/", views.add_service, name="add_service"),
    path("reseau/signalements/", views.reports, name="reports"),
    path("reseau/signalements/<uuid:report>/", views.answer, name="answer"),
    path("reseau/notes/<uuid:note>/retirer/", views.forget_note, name="forget_note"),
    path("reseau/<uuid:service>/", views.service, name="service"),
    path("reseau/<uuid:service>/modifier/", views.change_service, name="change_service"),
    path("reseau/<uuid:service>/etat/", views.service_state, name="service_state"),
    path("reseau/<uuid:service>/boite/", views.mailbox, name="mailbox"),
    path("reseau/<uuid:service>/notes/", views.note, name="note"),
    path("reseau/<uuid:service>/signaler/", views.report, name="report"),
    path("besoins-non-couverts/", views.unmet_needs, name="unmet_needs"),
    path("besoins-non-couverts/noter/", views.note_need, name="note_need"),
]
