from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from o2r.core.belt import policies, roles


class Command(BaseCommand):
    help = "Affiche, ou applique, le SQL des rôles de PostgreSQL sans lesquels le site ne part pas."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--apply",
            action="store_true",
            help="l’exécuter (O2R_OWNER_DATABASE_URL doit pouvoir créer des rôles)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["apply"]:
            self.stdout.write(";\n".join([*roles.creation(), ""]))
            return
        if connection.vendor != "postgresql":
            raise CommandError("Les rôles n’existent que sous PostgreSQL ; cette base est SQLite.")
        if not policies.may_create_roles():
            raise CommandError(
                "La connexion n’a pas le droit de créer des rôles. Faites exécuter par un "
                "administrateur de PostgreSQL ce qu’affiche « o2r roles »."
            )
        with transaction.atomic():
            policies.create_roles()
        self.stdout.write(f"Rôles en place : {', '.join(roles.ATTRIBUTES)}.")
