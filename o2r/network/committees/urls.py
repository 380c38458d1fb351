from django.urls import path

from o2r.network.committees import views

app_name = "committees"
urlpatterns = [
    path("", views.instances, name="instances"),
    path("nouveau/", views.new_instance, name="new_instance"),
    path("<uuid:instance>/", views.instance, name="instance"),
    path("<uuid:instance>/modifier/", views.change_instance, name="change_instance"),
    path("<uuid:instance>/membres/", views.new_seat, name="new_seat"),
    path("<uuid:instance>/reunions/", views.new_meeting, name="new_meeting"),
    path("membres/<uuid:seat>/", views.seat, name="seat"),
    path("reunions/<uuid:meeting>/", views.meeting, name="meeting"),
    path("reunions/<uuid:meeting>/modifier/", views.change_meeting, name="change_meeting"),
    path("reunions/<uuid:meeting>/presences/", views.attendance, name="attendance"),
    path("reunions/<uuid:meeting>/compte-rendu/", views.minutes, name="minutes"),
]
