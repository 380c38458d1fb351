"""Moving the edition of the directory: what every write of a service does."""

from uuid import uuid4

from o2r.network.directory.models import DirectoryEdition
from o2r.network.directory.models.editions import REMEMBERED


def next_edition() -> int:
    """The number to write on the services of this transaction.

    The row is locked until the transaction ends: editions are seen in their order.
    """
    DirectoryEdition.objects.get_or_create(pk=1)
    edition = DirectoryEdition.objects.select_for_update(no_key=True, of=("self",)).get(pk=1)
    edition.former = [*edition.former, [edition.number, str(edition.token)]][-REMEMBERED:]
    edition.number += 1
    edition.token = uuid4()
    edition.save()
    return edition.number
