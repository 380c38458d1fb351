from django.urls import path

from o2r.territory import views

app_name = "territory"

urlpatterns = [
    path("communes", views.communes, name="communes"),
    path("unites", views.units, name="units"),
    path("zone", views.zone, name="zone"),
    path("zone.geojson", views.zone_outline, name="zone_outline"),
]
