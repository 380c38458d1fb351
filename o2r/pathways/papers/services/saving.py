"""A row whose key comes from its form: written once, refused when it is that of another row."""

from django.db import IntegrityError, models, transaction

from o2r.accounts.errors import DomainError


def saved_once(row: models.Model) -> None:
    """Add ``row``. Raises DomainError when its key is taken."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise DomainError(
            "Ce formulaire a déjà servi. Rouvrez la page : ce qui est enregistré s’y trouve."
        ) from error
