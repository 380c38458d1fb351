"""What readers declare and write: for them, their State service, and who has sent their own."""

from o2r.core.belt import leave_out, protect, rules, sql_function
from o2r.core.belt.policies import definer
from o2r.core.belt.registry import Rule

ROLES = "at_once text[], settled text[]"
_OF_REVIEWS = (
    "SELECT ARRAY(SELECT w.id FROM reading_review w "
    "JOIN reading_assignment a ON a.id = w.assignment_id "
    "JOIN reading_reader r ON r.id = a.reader_id "
)

sql_function(
    "o2r_calls_run",
    lambda: definer(
        "o2r_calls_run",
        ROLES,
        "uuid[]",
        "SELECT ARRAY(SELECT c.id FROM calls_call c WHERE c.dreets_id "
        "= ANY ((SELECT o2r_my_organisations(at_once, settled))::uuid[]))",
    ),
)
sql_function(
    "o2r_reviews_written",
    lambda: definer(
        "o2r_reviews_written",
        ROLES,
        "uuid[]",
        f"{_OF_REVIEWS} WHERE a.state <> 'recused' "
        "AND r.user_id = ANY ((SELECT o2r_myself(at_once, settled))::uuid[]))",
    ),
)
sql_function(
    "o2r_reviews_beside",
    lambda: definer(
        "o2r_reviews_beside",
        ROLES,
        "uuid[]",
        f"{_OF_REVIEWS} JOIN reading_assignment mine ON mine.application_id = a.application_id "
        "JOIN reading_reader me ON me.id = mine.reader_id "
        "JOIN reading_review sent ON sent.assignment_id = mine.id "
        "WHERE w.state = 'sent' AND a.state IN ('named', 'declared') "
        "AND sent.state = 'sent' AND mine.state = 'declared' "
        "AND me.user_id = ANY ((SELECT o2r_myself(at_once, settled))::uuid[]))",
    ),
)
sql_function(
    "o2r_reviews_received",
    lambda: definer(
        "o2r_reviews_received",
        ROLES,
        "uuid[]",
        f"{_OF_REVIEWS} JOIN calls_call c ON c.id = r.call_id WHERE c.dreets_id "
        "= ANY ((SELECT o2r_my_organisations(at_once, settled))::uuid[]))",
    ),
)


def _of_my_reviews(column: str) -> Rule:
    functions = {"own": "written", "reader": "beside", "organisation": "received"}
    return lambda: " OR ".join(
        rules.in_array(column, f"o2r_reviews_{name}({rules.words('review', relation)})")
        for relation, name in functions.items()
    )


def _of_my_calls() -> str:
    roles = rules.words("interest-declaration", "organisation")
    return rules.in_array("call_id", f"o2r_calls_run({roles})")


protect(
    "reading.InterestDeclaration",
    columns=["nature", "detail"],
    readable=rules.either(rules.own("user_id", "interest-declaration"), _of_my_calls),
)
protect("reading.Review", columns=["comment"], readable=_of_my_reviews("id"))
protect("reading.Score", columns=["value", "comment"], readable=_of_my_reviews("review_id"))
_WHO = "n’identifie qu’un compte, dont le nom n’est pas dans la table"
for _label in (
    *("Reader", "Assignment", "Admissibility", "CorrectionRequest"),
    *("Opinion", "OpinionRevision"),
):
    leave_out(f"reading.{_label}", why=_WHO)
