from importlib import import_module

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "o2r.accounts.governance"
    label = "governance"
    verbose_name = "gouvernance"

    def ready(self) -> None:
        """Give the journal its words, core its settings, the watch what happens at sign-in."""
        for module in ("words", "in_force", "receivers"):
            import_module(f"o2r.accounts.governance.{module}")
