from django.urls import include, path

app_name = "applications"
urlpatterns = [
    path("", include("o2r.calls.applications.submission_urls")),
]
