from django.urls import path

from o2r.accounts.sample import views

app_name = "sample"
urlpatterns = [
    path("", views.records, name="records"),
    path("chercher/", views.search, name="search"),
    path("export.json", views.export_all, name="export_all"),
    path("<uuid:record>/", views.record, name="record"),
    path("<uuid:record>/export.json", views.export, name="export"),
    path("<uuid:record>/partager/", views.share, name="share"),
]
