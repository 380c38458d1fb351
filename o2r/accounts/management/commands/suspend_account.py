from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from o2r.accounts.actors import CONSOLE
from o2r.accounts.errors import DomainError
from o2r.accounts.models import User
from o2r.accounts.services import suspend_account


class Command(BaseCommand):
    help = "Suspend un compte à l’instant : il n’ouvre plus rien, ses sessions sont fermées."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="adresse électronique du compte")
        parser.add_argument("--reason", required=True, help="pourquoi, en une phrase")

    def handle(self, *args: Any, **options: Any) -> None:
        address = options["email"].strip().lower()
        user = User.objects.filter(email=address).first()
        if user is None:
            raise CommandError(f"Aucun compte n’a l’adresse {address}. Vérifiez-la.")
        try:
            suspend_account(by=CONSOLE, user=user, reason=options["reason"])
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Le compte de {user.display_name} ({user.email}) est suspendu, et ses sessions sont "
            "fermées. Un gestionnaire de la plateforme le rétablit depuis la page des alertes."
        )
