from django.urls import include, path

app_name = "outreach"
urlpatterns = [
    path("", include("o2r.outreach.round_urls")),
    path("", include("o2r.outreach.encounter_urls")),
    path("", include("o2r.outreach.report_urls")),
    path("", include("o2r.outreach.signal_urls")),
    path("", include("o2r.outreach.import_urls")),
]
