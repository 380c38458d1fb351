"""What public pages say of the projects and of the State services; the fictional projects."""

import csv
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from o2r.accounts.actors import CONSOLE
from o2r.core.first_data import first_data
from o2r.projects.exchange.tables import read
from o2r.projects.models import FundedProject
from o2r.projects.services import import_projects, load_examples, record_regional_contact


@first_data(rank=10)
def regional_contacts() -> str:
    path = Path(settings.O2R_DATA_DIR) / "regional_contacts.csv"
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
    return f"Contacts régionaux : {len(rows)}."


@first_data(rank=11)
def laureates() -> str:
    path = Path(settings.O2R_DATA_DIR) / "laureates.csv"
    known = set(FundedProject.objects.real().values_list("slug", flat=True))
    lines = [
        line
        for line in read(path.name, path.read_bytes())
        if line.cells["identifiant"] not in known
    ]
    report = import_projects(by=CONSOLE, lines=lines)
    if not report.written:
        raise CommandError("\n".join(str(error) for error in report.errors))
    return f"Projets réels lus dans des pages publiques, à ajouter : {report.summary}"


@first_data(rank=20, demonstration_only=True)
def examples() -> str:
    return f"Projets fictifs, marqués « Exemple » : {load_examples(by=CONSOLE).summary}"
