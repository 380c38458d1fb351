"""What the database knows of the size of its tables, by which it chooses how to read them.

Without it, SQLite guesses: on a full territory, a page that should take a tenth of a second takes
two. PostgreSQL learns by itself (autovacuum).
"""

from django.db import connection

ROWS_LOOKED_AT = 1_000
"""In each index: what SQLite advises, and a few tenths of a second whatever the size."""


def learn_sizes() -> None:
    """Count again, from the rows of now: how many, and how many alike; no value is kept."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit={ROWS_LOOKED_AT}")
        cursor.execute("ANALYZE")
