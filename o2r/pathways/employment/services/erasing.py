"""What becomes of jobs when somebody is erased: where they worked goes, that a contract held
stays."""

from typing import Any

from django.db.models import QuerySet

from o2r.core.journal.authors import Author


def forget_where(by: Author, rows: "QuerySet[Any]") -> None:
    """Codes and days stay, figures of nobody: the employer, what was said and who answered go."""
    rows.update(employer=b"", broken_words=b"", siret="", adviser=None)
