"""Addresses of the sign-in. Two kinds of names: ours, and the few that allauth looks up by name."""

from django.urls import include, path

from o2r.accounts.signin.views import entry, passwords, security, sessions

ours = [
    path("connexion/cle/", entry.passkey, name="passkey_sign_in"),
    path("connexion/second-facteur-perdu/", entry.lost_factor, name="lost_factor"),
    path("connexion/proconnect/", entry.to_proconnect, name="proconnect"),
    path("connexion/proconnect/retour/", entry.from_proconnect, name="proconnect_callback"),
    path("adresse/", security.confirm, name="confirm_address"),
    path("mot-de-passe/oubli/", passwords.forgotten, name="forgotten"),
    path("mot-de-passe/nouveau/", passwords.new_password, name="new_password"),
    path("mot-de-passe/lien/", passwords.link, name="password_link"),
    path("securite/", security.security, name="security"),
    path("securite/second-facteur/", security.enrol, name="enrol"),
    path("securite/application/", security.application, name="application"),
    path("securite/cle/", security.passkey, name="passkey"),
    path("securite/codes-de-secours/", security.recovery_codes, name="recovery_codes"),
    path("securite/retirer/", security.remove, name="remove_factor"),
    path("securite/proconnect/", security.unlink, name="remove_identity"),
    path("securite/mot-de-passe/", passwords.change, name="change_password"),
    path("securite/adresse/", security.address, name="address"),
    path("securite/preuve/", sessions.step_up, name="step_up"),
    path("securite/sessions/", sessions.close_all_others, name="close_others"),
    path("securite/sessions/<uuid:session>/", sessions.close, name="close_session"),
    path("securite/saisie/", sessions.kept_form, name="kept_form"),
]

urlpatterns = [
    path("connexion/", entry.sign_in, name="account_login"),
    path("connexion/code/", entry.second_factor, name="mfa_authenticate"),
    path("connexion/adresse/", entry.address_to_confirm, name="account_email_verification_sent"),
    path("", include((ours, "signin"))),
]
