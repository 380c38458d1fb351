"""Addresses of referrals: for who sends them, from the file; for who receives them, in a list."""

from django.urls import path

from o2r.pathways.referrals.views import acting, received, sending

app_name = "referrals"
OF = "personnes-suivies/<uuid:person>/relais/"
urlpatterns = [
    path("orientations/", sending.to_take_up, name="to_take_up"),
    path("orientations-recues/", received.received, name="received"),
    path("orientations-recues/<uuid:referral>/", received.received_one, name="received_one"),
    path("orientations-recues/<uuid:referral>/repondre/", received.answer, name="answer"),
    path(f"{OF}nouveau/", sending.choose, name="choose"),
    path(f"{OF}nouveau/<uuid:service>/", sending.new, name="new"),
    path(f"{OF}nouveau/<uuid:service>/sans-identite/", sending.new_plain, name="new_plain"),
    path(f"{OF}<uuid:referral>/", acting.referral, name="referral"),
    path(f"{OF}<uuid:referral>/envoyer/", acting.send_draft, name="send"),
    path(f"{OF}<uuid:referral>/reprendre/", sending.rework, name="rework"),
    path(f"{OF}<uuid:referral>/noter/", acting.note, name="note"),
    path(f"{OF}<uuid:referral>/annuler/", acting.cancel, name="cancel"),
    path(f"{OF}<uuid:referral>/retirer-accord/", acting.withdraw, name="withdraw"),
    path(f"{OF}<uuid:referral>/lettre/", acting.letter, name="letter"),
]
