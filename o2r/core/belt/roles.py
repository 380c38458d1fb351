"""The roles of PostgreSQL, and what each may do."""

OWNER = "o2r_owner"
APP = "o2r_app"
WORKER = "o2r_worker"
ERRAND = "o2r_errand"
STATS = "o2r_stats"
AUDIT = "o2r_audit"
BACKUP = "o2r_backup"

# LOGIN without a password: nobody signs in before the administrator has given one.
ATTRIBUTES = {
    OWNER: "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE",
    # NOINHERIT: it may take the role of errands, and has none of its rights until it does.
    APP: "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOINHERIT",
    WORKER: "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE",
    ERRAND: "NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE",
    STATS: "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE",
    AUDIT: "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE",
    # A copy of only some rows is no copy: the one role that sees everything, and writes nothing.
    BACKUP: "LOGIN NOSUPERUSER BYPASSRLS NOCREATEROLE",
}
# The owner works for the system during migrations; the web server runs errands.
MEMBERS = ((WORKER, OWNER), (ERRAND, APP), ("pg_read_all_data", BACKUP))
JOURNAL = "journal_journalentry"


def creation() -> list[str]:
    """The statements that create the roles. They may run twice, and at the same time twice."""
    made = [
        _unless_done(
            f"IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') THEN "
            f"CREATE ROLE {name} {attributes}; END IF;"
        )
        for name, attributes in ATTRIBUTES.items()
    ]
    joined = [
        _unless_done(
            "IF NOT EXISTS (SELECT FROM pg_auth_members m "
            "JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles r ON r.oid = m.member "
            f"WHERE g.rolname = '{group}' AND r.rolname = '{member}') THEN "
            f"GRANT {group} TO {member}; END IF;"
        )
        for group, member in MEMBERS
    ]
    return made + joined


def _unless_done(body: str) -> str:
    """Roles belong to the whole server, so test databases made side by side race for them."""
    return (
        f"DO $$ BEGIN {body} "
        "EXCEPTION WHEN duplicate_object OR unique_violation OR internal_error THEN NULL; END $$"
    )


def grants(schema: str, protected: list[str]) -> list[str]:
    """The statements that say what each role may do with the tables of ``schema``."""
    workers = f"{APP}, {WORKER}, {ERRAND}"
    everyone = f"{workers}, {STATS}, {AUDIT}"
    journal = f'"{schema}".{JOURNAL}'
    lines = [
        f'GRANT USAGE ON SCHEMA "{schema}" TO {everyone}',
        f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "{schema}" TO {workers}',
        f'GRANT USAGE ON ALL SEQUENCES IN SCHEMA "{schema}" TO {workers}',
        f'REVOKE INSERT, UPDATE, DELETE ON "{schema}".django_migrations FROM {workers}',
        f"REVOKE UPDATE, DELETE ON {journal} FROM {APP}, {ERRAND}",
        f"GRANT INSERT ON {journal} TO {AUDIT}",
    ]
    return lines + [f'REVOKE ALL ON "{schema}"."{table}" FROM {STATS}' for table in protected]
