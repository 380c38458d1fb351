import csv
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from o2r.accounts.actors import CONSOLE
from o2r.accounts.services import create_demo_accounts
from o2r.core.crypto.ceremony import ensure_demo_keys
from o2r.projects.exchange.tables import read
from o2r.projects.models import FundedProject
from o2r.projects.services import import_projects, record_regional_contact


class Command(BaseCommand):
    help = "Charge les premières données : projets réels connus, contacts régionaux."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.O2R_DATA_DIR)
        self._load_contacts(folder / "regional_contacts.csv")
        self._load_laureates(folder / "laureates.csv")
        if settings.DEMONSTRATION:
            ensure_demo_keys()
            call_command("load_examples", stdout=self.stdout)
            accounts = create_demo_accounts(by=CONSOLE)
            self.stdout.write(f"Comptes de démonstration : {len(accounts)}.")
            call_command("load_example_committees", stdout=self.stdout)
            # By its name: the app above is not imported from here.
            call_command("load_example_conventions", stdout=self.stdout)

    def _load_laureates(self, path: Path) -> None:
        """Add the known projects once: what the instance has changed since is never undone."""
        known = set(FundedProject.objects.real().values_list("slug", flat=True))
        lines = [
            line
            for line in read(path.name, path.read_bytes())
            if line.cells["identifiant"] not in known
        ]
        report = import_projects(by=CONSOLE, lines=lines)
        if not report.written:
            raise CommandError("\n".join(str(error) for error in report.errors))
        self.stdout.write(
            f"Projets réels lus dans des pages publiques, à ajouter : {report.summary}"
        )

    def _load_contacts(self, path: Path) -> None:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            record_regional_contact(
                by=CONSOLE,
                region=row["region"],
                name=row["service"],
                url=row["site"],
                phone=row["telephone"],
                email=row["courriel"],
                source_url=row["source"],
                seen_on=date.fromisoformat(row["vu_le"]) if row["vu_le"] else None,
            )
        self.stdout.write(f"Contacts régionaux : {len(rows)}.")
