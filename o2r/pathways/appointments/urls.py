"""Addresses of the appointments of a person, of the calendar and of activities."""

from django.urls import path

from o2r.pathways.appointments.views import activities, appointments, calendar, papers, preferences

FILE = "personnes-suivies/<uuid:person>/rendez-vous/"
ONE = f"{FILE}<uuid:appointment>/"

app_name = "appointments"
urlpatterns = [
    path("calendrier/", calendar.calendar, name="calendar"),
    path("activites/", activities.activities, name="activities"),
    path("activites/nouvelle/", activities.new_activity, name="new_activity"),
    path("activites/<uuid:activity>/", activities.activity, name="activity"),
    path("activites/<uuid:activity>/modifier/", activities.change_activity, name="change_activity"),
    path("activites/<uuid:activity>/inscrire/", activities.enrol_person, name="enrol"),
    path("activites/<uuid:activity>/presence/", activities.mark_person, name="mark"),
    path(FILE, appointments.appointments, name="all"),
    path(f"{FILE}nouveau/", appointments.new_appointment, name="new"),
    path(f"{FILE}rappels/", preferences.preference, name="preference"),
    path(f"{FILE}heures/", papers.hours, name="hours"),
    path(f"{FILE}heures/<slug:month>/", papers.month_sheet, name="month"),
    path(f"{FILE}heures/<slug:month>/fiche.<slug:form>", papers.month_paper, name="month_paper"),
    path(ONE, appointments.one_appointment, name="one"),
    path(f"{ONE}suite/", appointments.settle_appointment, name="settle"),
    path(f"{ONE}deplacer/", appointments.move_appointment, name="move"),
    path(f"{ONE}lettre.<slug:form>", papers.reminder_letter, name="letter"),
    path(f"{ONE}rappels/<uuid:reminder>/", appointments.settle_reminder, name="settle_reminder"),
]
