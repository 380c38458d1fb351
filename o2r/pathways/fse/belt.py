"""The vault of the sheets: met by who follows the person, and by who coordinates the operator.

A sheet outlives the file it comes from: then only who coordinates meets it. The sheets of protected
files are of who is named in them.
"""

from o2r.core.belt import leave_out, protect, rules, sql_function
from o2r.core.belt.policies import definer
from o2r.core.belt.registry import Rule
from o2r.core.files.readers import readable_with

KIND = "fse-sheet"
ROLES = "at_once text[], settled text[]"
_MINE = "SELECT id FROM fse_participantsheet WHERE person_id = ANY ((SELECT {})::uuid[])"
_BY_RELATION = {
    "referent": _MINE.format("o2r_people_referred(at_once, settled)"),
    "co-accompanying": _MINE.format("o2r_people_followed(at_once, settled)"),
    "organisation": (
        "SELECT s.id FROM fse_participantsheet s LEFT JOIN people_person p ON p.id = s.person_id "
        "WHERE s.organisation_id = ANY ((SELECT o2r_my_organisations(at_once, settled))::uuid[]) "
        "AND (s.person_id IS NULL OR NOT p.is_protected)"
    ),
}


def _name(relation: str) -> str:
    return f"o2r_fse_sheets_by_{relation.replace('-', '_')}"


def _declare(relation: str, select: str) -> None:
    name = _name(relation)
    sql_function(name, lambda: definer(name, ROLES, "uuid[]", f"SELECT ARRAY({select})"))


for _relation, _select in _BY_RELATION.items():
    _declare(_relation, _select)


def of_my_sheets(column: str) -> Rule:
    """The rows of the sheets that the person of the scope meets."""
    return lambda: " OR ".join(
        rules.in_array(column, f"{_name(one)}({rules.words(KIND, one)})") for one in _BY_RELATION
    )


protect(
    "fse.ParticipantSheet",
    columns=["entered_on", "left_on", "is_reachable"],
    readable=of_my_sheets("id"),
)
protect(
    "fse.SheetAnswers", columns=["entry", "leaving", "later"], readable=of_my_sheets("sheet_id")
)
readable_with(KIND, of_my_sheets("attached_id"))
leave_out("fse.SheetMove", why="suit sa fiche, dont les droits de lire sont calculés")
_WHO = "n’identifie qu’un compte, dont le nom n’est pas dans la table"
leave_out("fse.Operation", why=_WHO)
leave_out("fse.OperationMove", why=_WHO)
