"""The people whom an application names are met by its consortium, its readers and its region."""

from o2r.calls.applications.retention import FILE_KIND
from o2r.core.belt import leave_out, protect, rules, sql_function
from o2r.core.belt.policies import definer
from o2r.core.belt.registry import Rule
from o2r.core.files.readers import readable_with

ROLES = "at_once text[], settled text[]"

sql_function(
    "o2r_applications_written",
    lambda: definer(
        "o2r_applications_written",
        ROLES,
        "uuid[]",
        "SELECT ARRAY(SELECT m.application_id FROM applications_member m WHERE m.organisation_id "
        "= ANY ((SELECT o2r_my_organisations(at_once, settled))::uuid[]))",
    ),
)
sql_function(
    "o2r_applications_received",
    lambda: definer(
        "o2r_applications_received",
        ROLES,
        "uuid[]",
        "SELECT ARRAY(SELECT a.id FROM applications_application a "
        "JOIN calls_call c ON c.id = a.call_id "
        "JOIN accounts_organisation o ON o.id = ANY "
        "((SELECT o2r_my_organisations(at_once, settled))::uuid[]) "
        "WHERE a.state <> 'draft' AND o.kind IN ('dreets', 'dgefp') "
        "AND (o.region = '' OR o.region = c.region))",
    ),
)
sql_function(
    "o2r_applications_read",
    lambda: definer(
        "o2r_applications_read",
        ROLES,
        "uuid[]",
        "SELECT ARRAY(SELECT r.application_id FROM applications_readingaccess r "
        "JOIN applications_application a ON a.id = r.application_id "
        "WHERE a.state <> 'draft' "
        "AND r.user_id = ANY ((SELECT o2r_myself(at_once, settled))::uuid[]))",
    ),
)


def of_my_applications(column: str) -> Rule:
    """The rows of the applications that the person's organisation writes, received or reads."""
    kind = "application"
    functions = {"organisation": "written", "territory": "received", "reader": "read"}
    return lambda: " OR ".join(
        rules.in_array(column, f"o2r_applications_{name}({rules.words(kind, relation)})")
        for relation, name in functions.items()
    )


protect(
    "applications.Member",
    columns=["contact_name", "contact_email", "contact_phone"],
    readable=of_my_applications("application_id"),
)
protect(
    "applications.Submission",
    columns=["document", "receipt"],
    readable=of_my_applications("application_id"),
)
# Each member joins its own documents: the others read them, and so does who reads the whole.
readable_with(FILE_KIND, of_my_applications("attached_id"))
protect(
    "applications.DossierImport",
    columns=["content"],
    readable=rules.organisation("service_id", "call"),
)
leave_out(
    "applications.MemberInvitation",
    why="lue par le lien reçu, avant que l’organisation soit membre",
)
leave_out(
    "applications.ReadingAccess", why="les droits de lire en sont calculés, par les autres règles"
)
_WHO = "n’identifie qu’un compte, dont le nom n’est pas dans la table"
for _label in (
    *("Application", "ApplicationMove", "Answer", "AnswerRevision", "Presence"),
    *("SubmissionIntent", "SubmissionTicket"),
):
    leave_out(f"applications.{_label}", why=_WHO)
