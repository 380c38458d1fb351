from importlib import import_module

from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "o2r.accounts.signin"
    label = "signin"
    verbose_name = "connexion"

    def ready(self) -> None:
        """Listen to what opens, closes and endangers a session."""
        import_module("o2r.accounts.signin.receivers")
