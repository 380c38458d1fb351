from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from o2r.accounts.actors import CONSOLE
from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import DomainError
from o2r.accounts.services import create_user, join_organisation, platform_team
from o2r.accounts.signin.emails import vouch_for_address


class Command(BaseCommand):
    help = "Ouvre un compte ; le mot de passe est demandé au clavier."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="adresse électronique, qui sert d’identifiant")
        parser.add_argument("name", help="nom affiché")
        parser.add_argument(
            "--manager", action="store_true", help="gère la plateforme : tous les droits"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        password = getpass("Mot de passe (14 caractères au moins) : ")
        if password != getpass("Le même, encore une fois : "):
            raise CommandError("Les deux mots de passe diffèrent. Relancez la commande.")
        try:
            user = create_user(
                by=CONSOLE,
                email=options["email"],
                display_name=options["name"],
                password=password,
            )
            # Who opens the account at the console knows whose mailbox it is.
            vouch_for_address(user=user)
            if options["manager"]:
                join_organisation(
                    by=CONSOLE,
                    user=user,
                    organisation=platform_team(),
                    role=MembershipRole.PLATFORM_MANAGER,
                    manages_accounts=True,
                    settled=True,
                )
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Le compte de {user.display_name} ({user.email}) est ouvert.")
