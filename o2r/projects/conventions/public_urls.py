"""What anyone may read of the conventions. Paths are permanent."""

from django.urls import path

from o2r.projects.conventions.views import open_data

app_name = "conventions_data"
urlpatterns = [path("conventions-scdl.csv", open_data.scdl_csv, name="scdl")]
