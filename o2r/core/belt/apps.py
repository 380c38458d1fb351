import sys
from contextlib import ExitStack
from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules

from o2r.core.belt import authorizer, policies
from o2r.core.belt.scope import arm_new_connection, system_scope


class BeltConfig(AppConfig):
    name = "o2r.core.belt"
    label = "belt"
    verbose_name = "seconde ceinture"

    def ready(self) -> None:
        autodiscover_modules("belt")
        authorizer.forget()
        self._migration = ExitStack()
        connection_created.connect(arm_new_connection, dispatch_uid="belt-arm")
        pre_migrate.connect(self._before_migrations, sender=self)
        post_migrate.connect(self._after_migrations, sender=self)

    def _before_migrations(self, **_: Any) -> None:
        """A migration copies tables whole: it works for the system."""
        self._migration.enter_context(system_scope("migrate"))

    def _after_migrations(self, using: str, **_: Any) -> None:
        self._migration.close()
        if using != DEFAULT_DB_ALIAS or connection.vendor != "postgresql":
            return
        with transaction.atomic():
            if policies.may_create_roles():
                policies.create_roles()
            if missing := policies.missing_roles():
                sys.stderr.write(
                    f"La base n’est pas protégée : les rôles {', '.join(missing)} n’existent pas. "
                    "Un administrateur de PostgreSQL exécute ce qu’affiche « o2r roles », puis on "
                    "relance « o2r migrate ». Le site refuse de démarrer d’ici là.\n"
                )
                return
            policies.install()
