"""What visitors write is read by who works on the project, and by who runs the platform."""

from o2r.core.belt import protect, rules, sql_function
from o2r.core.belt.policies import definer
from o2r.core.belt.registry import Rule

sql_function(
    "o2r_my_projects",
    lambda: definer(
        "o2r_my_projects",
        "at_once text[], settled text[], all_at_once text[], all_settled text[]",
        "uuid[]",
        "SELECT ARRAY(SELECT id FROM projects_fundedproject "
        # Each asked once, not once a row.
        "WHERE bearer_id = ANY ((SELECT o2r_my_organisations(at_once, settled))::uuid[]) "
        "OR (SELECT o2r_holds(all_at_once, all_settled)))",
    ),
)


def _of_my_projects(kind: str) -> Rule:
    return lambda: rules.in_array(
        "project_id",
        f"o2r_my_projects({rules.words(kind, 'organisation')}, {rules.words(kind, 'any')})",
    )


protect(
    "projects.ErrorReport",
    columns=["message", "reporter_email", "treatment"],
    readable=_of_my_projects("error-report"),
)
protect(
    "projects.RelayMessage",
    columns=["sender_name", "sender_email", "message"],
    readable=_of_my_projects("relay-message"),
)
protect(
    "projects.ImportDraft",
    columns=["content"],
    readable=rules.either(
        rules.own("owner_id", "project-import"), rules.anywhere("project-import")
    ),
)
