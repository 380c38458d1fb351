"""Addresses of rounds and places, under those of outreach."""

from django.urls import path

from o2r.outreach import views

urlpatterns = [
    path("tournees/", views.rounds, name="rounds"),
    path("tournees/ma-tournee/", views.my_round, name="my_round"),
    path("tournees/nouvelle/", views.plan_round, name="plan_round"),
    path("tournees/<uuid:round>/", views.round_page, name="round"),
    path("tournees/<uuid:round>/modifier/", views.change_round, name="change_round"),
    path("tournees/<uuid:round>/lieux/", views.stops, name="stops"),
    path("tournees/<uuid:round>/depart/", views.start, name="start_round"),
    path("tournees/<uuid:round>/retour/", views.finish, name="finish_round"),
    path("tournees/<uuid:round>/plus-tard/", views.postpone, name="postpone_return"),
    path("tournees/<uuid:round>/annuler/", views.cancel, name="cancel_round"),
    path("tournees/<uuid:round>/arrets/<uuid:stop>/", views.stop_act, name="stop"),
    path("tournees/<uuid:round>/arrets/<uuid:stop>/laisser/", views.skip, name="skip_stop"),
    path("lieux/", views.places, name="places"),
    path("lieux/nouveau/", views.add_place, name="add_place"),
    path("lieux/<uuid:place>/", views.place_page, name="place"),
    path("lieux/<uuid:place>/modifier/", views.change_place, name="change_place"),
    path("lieux/<uuid:place>/horaires/", views.hours, name="place_hours"),
    path("lieux/<uuid:place>/fermer/", views.close, name="close_place"),
    path("lieux/<uuid:place>/rouvrir/", views.reopen, name="reopen_place"),
    path("lieux/<uuid:place>/quitter/", views.leave, name="leave_place"),
]
