from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from o2r.accounts.selectors import demo_accounts
from o2r.projects.models import FundedProject
from o2r.public_map import pdf


class Command(BaseCommand):
    help = "Dit où ouvrir le site, qui peut s'y connecter et ce qui y est fictif."

    def handle(self, *args: Any, **options: Any) -> None:
        published = FundedProject.objects.published()
        self.stdout.write("")
        self.stdout.write(self.style.SUCCESS(f"  O2R {settings.VERSION} : {settings.PUBLIC_URL}"))
        self.stdout.write(f"  {published.real().count()} projets réels, chacun avec sa source.")
        if settings.DEMONSTRATION:
            examples = published.filter(is_example=True).count()
            self.stdout.write(
                f"  Démonstration : {examples} projets FICTIFS s'y ajoutent, marqués « Exemple ». "
                "Une instance réelle (O2R_DEMONSTRATION=0) n'en charge aucun."
            )
            self.stdout.write(
                "  Comptes de démonstration, un bouton chacun sur /espace/connexion/ :"
            )
            for account in demo_accounts():
                self.stdout.write(f"    · {account.email:<36} {account.role}")
        if not pdf.available():
            self.stdout.write(self.style.WARNING(f"  {pdf.MISSING}"))
        self.stdout.write("  Ctrl-C pour arrêter.\n")
