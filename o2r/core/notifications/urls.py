from django.urls import path

from o2r.core.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("toutes-lues/", views.mark_all, name="mark_all"),
    path("choix/", views.preferences, name="preferences"),
    path("<uuid:notification>/", views.open_notification, name="open"),
    path("<uuid:notification>/marquer/", views.mark, name="mark"),
]
