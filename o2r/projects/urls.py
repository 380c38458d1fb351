from django.urls import path

from o2r.projects import views

app_name = "projects"
urlpatterns = [
    path("", views.home, name="home"),
    path("messages/", views.inbox, name="inbox"),
    path("messages/<uuid:message>/renvoyer/", views.resend, name="resend"),
    path("signalements/<uuid:report>/", views.report, name="report"),
    path("anterieurs/", views.predecessors, name="predecessors"),
    path("contacts-regionaux/", views.regional_contacts, name="regional_contacts"),
    path("importer/", views.upload, name="upload"),
    path("importer/<uuid:draft>/", views.check, name="check"),
    path("exporter/projets.<str:kind>", views.export, name="export"),
    path("<slug:slug>/corriger/", views.change, name="change"),
    path("<slug:slug>/confirmer/", views.confirm, name="confirm"),
    path("<slug:slug>/publier/", views.publish, name="publish"),
    path("<slug:slug>/retirer/", views.withdraw, name="withdraw"),
]
