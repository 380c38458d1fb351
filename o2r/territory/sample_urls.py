"""The living page of the zone editor: only where the instance is in debug."""

from django.urls import path

from o2r.territory import views

app_name = "territory_sample"

urlpatterns = [path("territoire/", views.sample, name="zone")]
