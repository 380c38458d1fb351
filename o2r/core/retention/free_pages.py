"""What SQLite leaves of erased rows in its file."""

from django.db import connection


def rewrite_free_pages() -> bool:
    """Write the file of the database again without the remains of what was erased.

    ``PRAGMA secure_delete`` puts zeros over a deleted row, not over the copies that SQLite leaves
    behind when it moves rows between pages, nor over those of its journal. PostgreSQL uses freed
    space again by itself, without zeros: encrypting that disk is the host’s part.

    Returns False where there is nothing to do: another engine, or inside a transaction, in which a
    file cannot be written again.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return True
