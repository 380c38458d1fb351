from django.urls import path

from o2r.pathways.together.views import group, invitations, meetings

app_name = "together"
_FILE = "personnes-suivies/<uuid:person>/accompagnement"
urlpatterns = [
    path("accompagnements/", invitations.invitations, name="invitations"),
    path(
        "accompagnements/<uuid:care>/<slug:act>/",
        invitations.invitation_act,
        name="invitation_act",
    ),
    path(f"{_FILE}/", group.group, name="group"),
    path(f"{_FILE}/inviter/", group.group_invite, name="invite"),
    path(f"{_FILE}/qui-fait-quoi/", group.who_does_what, name="who_does_what"),
    path(f"{_FILE}/rencontres/nouvelle/", meetings.meeting_new, name="meeting_new"),
    path(f"{_FILE}/rencontres/<uuid:meeting>/", meetings.meeting, name="meeting"),
    path(f"{_FILE}/demandes/nouvelle/", meetings.obligation_new, name="obligation_new"),
    path(
        f"{_FILE}/demandes/<uuid:obligation>/<slug:act>/",
        meetings.obligation_act,
        name="obligation_act",
    ),
    path(f"{_FILE}/<uuid:care>/", group.member, name="member"),
    path(f"{_FILE}/<uuid:care>/<slug:act>/", group.member_act, name="member_act"),
]
