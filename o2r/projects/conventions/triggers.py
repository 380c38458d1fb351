"""Sums that the database itself keeps: the instalments of a year fit in the avenant of that year.

A ``CheckConstraint`` sees one row only; these triggers see the others. On PostgreSQL the avenant is
locked first, so that two instalments written at the same instant cannot both pass. SQLite keeps
decimals as floating numbers: sums are compared in whole cents.
"""

INSTALMENTS = "conventions_instalment"
AVENANTS = "conventions_avenant"
REFUSAL = "conventions: instalments exceed avenant"

_SQLITE_SUM = f"""(SELECT COALESCE(SUM(CAST(ROUND(amount * 100) AS INTEGER)), 0)
    FROM {INSTALMENTS} WHERE avenant_id = NEW.%s)"""  # noqa: S608 — constants
_SQLITE_GRANTED = f"""(SELECT COALESCE(CAST(ROUND(amount * 100) AS INTEGER), 0)
    FROM {AVENANTS} WHERE id = NEW.%s)"""  # noqa: S608 — constants


def _sqlite(name: str, event: str, table: str, key: str) -> str:
    return f"""CREATE TRIGGER {name} AFTER {event} ON {table}
    WHEN {_SQLITE_SUM % key} > {_SQLITE_GRANTED % key}
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"""


_SQLITE = [
    _sqlite("conventions_instalment_added", "INSERT", INSTALMENTS, "avenant_id"),
    _sqlite(
        "conventions_instalment_changed", "UPDATE OF amount, avenant_id", INSTALMENTS, "avenant_id"
    ),
    _sqlite("conventions_avenant_changed", "UPDATE OF amount", AVENANTS, "id"),
]
_SQLITE_REMOVAL = [
    "DROP TRIGGER conventions_instalment_added",
    "DROP TRIGGER conventions_instalment_changed",
    "DROP TRIGGER conventions_avenant_changed",
]

_POSTGRESQL = [
    f"""CREATE FUNCTION conventions_sum_fits() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        which uuid;
        granted numeric;
    BEGIN
        IF TG_TABLE_NAME = '{AVENANTS}' THEN
            which := NEW.id;
        ELSE
            which := NEW.avenant_id;
        END IF;
        SELECT COALESCE(amount, 0) INTO granted FROM {AVENANTS} WHERE id = which FOR UPDATE;
        IF (SELECT COALESCE(SUM(amount), 0) FROM {INSTALMENTS} WHERE avenant_id = which)
            > COALESCE(granted, 0) THEN
            RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    END $$""",  # noqa: S608 — constants
    f"""CREATE CONSTRAINT TRIGGER conventions_instalment_sum
    AFTER INSERT OR UPDATE ON {INSTALMENTS}
    FOR EACH ROW EXECUTE FUNCTION conventions_sum_fits()""",
    f"""CREATE CONSTRAINT TRIGGER conventions_avenant_sum
    AFTER UPDATE ON {AVENANTS}
    FOR EACH ROW EXECUTE FUNCTION conventions_sum_fits()""",
]
_POSTGRESQL_REMOVAL = [
    f"DROP TRIGGER conventions_instalment_sum ON {INSTALMENTS}",
    f"DROP TRIGGER conventions_avenant_sum ON {AVENANTS}",
    "DROP FUNCTION conventions_sum_fits()",
]


def installation(vendor: str) -> list[str]:
    """The statements that install the triggers on the engine ``vendor`` (Django's name)."""
    return {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[vendor]


def removal(vendor: str) -> list[str]:
    """The statements that remove them: for a migration backwards."""
    return {"sqlite": _SQLITE_REMOVAL, "postgresql": _POSTGRESQL_REMOVAL}[vendor]
