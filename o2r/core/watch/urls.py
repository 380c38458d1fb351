from django.urls import path

from o2r.core.watch import views

app_name = "watch"
urlpatterns = [
    path("", views.alerts, name="alerts"),
    path("seuils/", views.thresholds, name="thresholds"),
    path("seuils/<slug:code>/", views.threshold, name="threshold"),
    path("<uuid:alert>/", views.alert, name="alert"),
    path("<uuid:alert>/blocages/<uuid:block>/lever/", views.lift, name="lift"),
]
