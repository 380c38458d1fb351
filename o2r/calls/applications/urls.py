"""Pages of the applications. Paths are French and permanent."""

from django.urls import include, path

from o2r.calls.applications.views import (
    budget,
    completing,
    consortium,
    eligibility,
    home,
    importing,
    joining,
    pieces,
    revisions,
    writing,
)

app_name = "applications"
ONE = "espace/candidatures/<uuid:application>"
MEMBER = f"{ONE}/consortium/<uuid:member>"

urlpatterns = [
    path("", include("o2r.calls.applications.submission_urls")),
    path("appels/<slug:call>/eligibilite/", eligibility.eligibility, name="eligibility"),
    path("espace/candidatures/", home.home, name="home"),
    path("espace/candidatures/commencer/<slug:call>/", home.start, name="start"),
    path("espace/candidatures/invitation/", joining.accept, name="accept"),
    path(
        "espace/candidatures/invitation/<str:token>/",
        joining.invitation_link,
        name="invitation_link",
    ),
    path("espace/candidatures/import/<slug:call>/", importing.dossiers, name="import"),
    path(f"{ONE}/", home.overview, name="overview"),
    path(f"{ONE}/completer/", completing.complete, name="complete"),
    path(f"{ONE}/completer/pieces/", completing.pieces, name="complete_pieces"),
    path(
        f"{ONE}/completer/pieces/<uuid:joined>/retirer/",
        completing.remove_piece,
        name="complete_remove",
    ),
    path(f"{ONE}/lire/", home.read, name="read"),
    path(f"{ONE}/verifier/", home.check, name="check"),
    path(f"{ONE}/consortium/", consortium.consortium, name="consortium"),
    path(f"{ONE}/consortium/signatures/", consortium.ask_to_sign, name="ask_to_sign"),
    path(f"{MEMBER}/", consortium.member_page, name="member"),
    path(f"{MEMBER}/journal/", revisions.member_revisions, name="member_revisions"),
    path(f"{MEMBER}/signer/", consortium.sign, name="sign"),
    path(f"{MEMBER}/retirer-la-signature/", consortium.unsign, name="unsign"),
    path(f"{MEMBER}/chef-de-file/", consortium.lead, name="lead"),
    path(f"{MEMBER}/inviter/", consortium.invite, name="invite"),
    path(
        f"{MEMBER}/retirer-l-invitation/",
        consortium.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path(f"{MEMBER}/retirer/", consortium.remove, name="remove_member"),
    path(f"{ONE}/budget/", budget.budget, name="budget"),
    path(f"{ONE}/budget/<uuid:member>/<int:year>/", budget.grid, name="grid"),
    path(
        f"{ONE}/budget/<uuid:member>/<int:year>/journal/",
        revisions.grid_revisions,
        name="grid_revisions",
    ),
    path(f"{ONE}/pieces/", pieces.pieces, name="pieces"),
    path(f"{ONE}/pieces/<uuid:joined>/", pieces.piece, name="piece"),
    path(f"{ONE}/pieces/<uuid:joined>/retirer/", pieces.remove, name="remove_piece"),
    path(f"{ONE}/section/<str:section>/", writing.section_page, name="section"),
    path(f"{ONE}/presence/<str:section>/", writing.presence, name="presence"),
    path(f"{ONE}/champ/<str:field>/", revisions.revisions, name="revisions"),
    path(f"{ONE}/champ/<str:field>/enregistrer/", writing.save, name="save"),
]
