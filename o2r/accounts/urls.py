from django.urls import path

from o2r.accounts.signin.views import entry
from o2r.accounts.views import (
    caseloads,
    home,
    invitations,
    organisations,
    people,
    registrations,
    teams,
)

app_name = "accounts"
urlpatterns = [
    path("", home.home, name="home"),
    path("connexion/", entry.sign_in, name="login"),
    path("connexion/demonstration/", entry.demo_sign_in, name="demo_login"),
    path("deconnexion/", entry.sign_out, name="logout"),
    path("agir-pour/", home.choose, name="choose"),
    path("profil/", home.profile, name="profile"),
    path("bienvenue/", home.welcome, name="welcome"),
    path("bienvenue/regles/", home.welcome_rules, name="welcome_rules"),
    path("bienvenue/protection/", home.welcome_protection, name="welcome_protection"),
    path("equipes/", teams.teams, name="teams"),
    path("equipes/<uuid:team>/", teams.team, name="team"),
    path("equipes/<uuid:team>/supprimer/", teams.delete_team, name="delete_team"),
    path("personnes/", people.people, name="people"),
    path("personnes/<uuid:membership>/", people.person, name="person"),
    path("personnes/<uuid:membership>/droits/", people.rights, name="rights"),
    path("personnes/<uuid:membership>/depart/", people.departure, name="departure"),
    path("personnes/<uuid:membership>/suspendre/", people.suspension, name="suspension"),
    path("personnes/<uuid:membership>/second-facteur/", people.second_factor, name="second_factor"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/nouvelle/", invitations.new_invitation, name="new_invitation"),
    path("invitations/<uuid:invitation>/renvoyer/", invitations.resend, name="resend"),
    path("invitations/<uuid:invitation>/retirer/", invitations.withdraw, name="withdraw"),
    path("invitation/", invitations.accept, name="accept"),
    path("invitation/<str:token>/", invitations.open_link, name="invitation_link"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/nouvelle/", organisations.new_organisation, name="new_organisation"),
    path("organisations/<uuid:organisation>/", organisations.organisation, name="organisation"),
    path("organisations/<uuid:organisation>/responsable/", organisations.entrust, name="entrust"),
    path(
        "organisations/<uuid:organisation>/reglages/",
        organisations.organisation_settings,
        name="organisation_settings",
    ),
    path(
        "organisations/<uuid:organisation>/cloisonner/",
        organisations.partition,
        name="partition",
    ),
    path(
        "organisations/<uuid:organisation>/fermer/", organisations.close, name="close_organisation"
    ),
    path("inscription/", registrations.registrations, name="registrations"),
    path("inscription/candidature/", registrations.candidate, name="register_candidate"),
    path("inscription/organisation/", registrations.opening, name="register_organisation"),
    path("inscription/terminer/", registrations.confirm, name="confirm_registration"),
    path("inscription/lien/<str:token>/", registrations.open_link, name="registration_link"),
    path("remplacements/", caseloads.substitutions, name="substitutions"),
    path("remplacements/nouveau/", caseloads.new_substitution, name="new_substitution"),
    path("remplacements/<uuid:substitution>/", caseloads.substitution, name="substitution"),
    path("transmissions/", caseloads.handovers, name="handovers"),
    path("transmissions/nouvelle/", caseloads.new_handover, name="new_handover"),
]
