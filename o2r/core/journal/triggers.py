"""Triggers that make the journal append-only in the database itself, on both engines.

An entry is only erased under a pruning mark of its chain, a mark only under a later one. They stop
an error or a hasty hand; a database administrator can drop them, and the chain, the signed marks
and the anchors then show what was done.
"""

ENTRIES = "journal_journalentry"
MARKS = "journal_pruningmark"
REFUSAL = "journal: append-only"

_PRUNED = f"""EXISTS (SELECT 1 FROM {MARKS} AS mark
    WHERE mark.chain = OLD.chain AND mark.number >= OLD.number)"""  # noqa: S608 — constants
_REPLACED = f"""EXISTS (SELECT 1 FROM {MARKS} AS mark
    WHERE mark.chain = OLD.chain AND mark.number > OLD.number)"""  # noqa: S608 — constants

_SQLITE = [
    f"""CREATE TRIGGER journal_entries_no_update BEFORE UPDATE ON {ENTRIES}
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    f"""CREATE TRIGGER journal_entries_no_delete BEFORE DELETE ON {ENTRIES}
    WHEN NOT {_PRUNED} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    f"""CREATE TRIGGER journal_marks_no_update BEFORE UPDATE ON {MARKS}
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    f"""CREATE TRIGGER journal_marks_no_delete BEFORE DELETE ON {MARKS}
    WHEN NOT {_REPLACED} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
]
_SQLITE_REMOVAL = [
    "DROP TRIGGER journal_entries_no_update",
    "DROP TRIGGER journal_entries_no_delete",
    "DROP TRIGGER journal_marks_no_update",
    "DROP TRIGGER journal_marks_no_delete",
]

_POSTGRESQL = [
    f"""CREATE FUNCTION journal_keep_entries() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF {_PRUNED} THEN RETURN OLD; END IF;
        END IF;
        RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation';
    END $$""",
    f"""CREATE FUNCTION journal_keep_marks() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF {_REPLACED} THEN RETURN OLD; END IF;
        END IF;
        RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation';
    END $$""",
    f"""CREATE TRIGGER journal_entries_rows BEFORE UPDATE OR DELETE ON {ENTRIES}
    FOR EACH ROW EXECUTE FUNCTION journal_keep_entries()""",
    f"""CREATE TRIGGER journal_entries_table BEFORE TRUNCATE ON {ENTRIES}
    FOR EACH STATEMENT EXECUTE FUNCTION journal_keep_entries()""",
    f"""CREATE TRIGGER journal_marks_rows BEFORE UPDATE OR DELETE ON {MARKS}
    FOR EACH ROW EXECUTE FUNCTION journal_keep_marks()""",
    f"""CREATE TRIGGER journal_marks_table BEFORE TRUNCATE ON {MARKS}
    FOR EACH STATEMENT EXECUTE FUNCTION journal_keep_marks()""",
]
_POSTGRESQL_REMOVAL = [
    f"DROP TRIGGER journal_entries_rows ON {ENTRIES}",
    f"DROP TRIGGER journal_entries_table ON {ENTRIES}",
    f"DROP TRIGGER journal_marks_rows ON {MARKS}",
    f"DROP TRIGGER journal_marks_table ON {MARKS}",
    "DROP FUNCTION journal_keep_entries()",
    "DROP FUNCTION journal_keep_marks()",
]


def installation(vendor: str) -> list[str]:
    """The statements that install the triggers on the engine ``vendor`` (Django's name)."""
    return {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[vendor]


def removal(vendor: str) -> list[str]:
    """The statements that remove them: for a migration backwards, and for tampering tests."""
    return {"sqlite": _SQLITE_REMOVAL, "postgresql": _POSTGRESQL_REMOVAL}[vendor]
