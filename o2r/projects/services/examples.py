"""The fictional projects of a demonstration."""

from pathlib import Path

from django.conf import settings

from o2r.accounts.actors import Actor
from o2r.accounts.errors import DemonstrationOnly, DomainError
from o2r.projects.exchange.records import ImportReport
from o2r.projects.exchange.tables import read
from o2r.projects.services.importing import import_projects


def load_examples(*, by: Actor) -> ImportReport:
    """Import the fictional projects. Raises DemonstrationOnly anywhere else."""
    if not settings.DEMONSTRATION:
        raise DemonstrationOnly
    path = Path(settings.O2R_DATA_DIR) / "examples" / "projects.csv"
    report = import_projects(by=by, lines=read(path.name, path.read_bytes()))
    if not report.written:
        raise DomainError("\n".join(str(error) for error in report.errors))
    return report
