"""Who reads, behind the access policy, the files of conventions.

The file that someone is about to import is read by that person alone. What is joined to a
convention, a signed act or an annual document, is sent by one party and read by the other.
"""

from o2r.core.belt import protect, rules, sql_function
from o2r.core.belt.policies import definer
from o2r.core.belt.registry import Rule
from o2r.core.files.readers import readable_with

ROLES = "at_once text[], settled text[]"
_PLACES = "ANY ((SELECT o2r_my_organisations(at_once, settled))::uuid[])"
_STATE = "o.kind IN ('dreets', 'dgefp') AND (o.region = '' OR o.region = c.region)"
RELATIONS = {
    "organisation": f"c.bearer_id = {_PLACES}",
    "territory": (
        f"EXISTS (SELECT 1 FROM accounts_organisation o WHERE o.id = {_PLACES} AND {_STATE})"
    ),
    "any": f"EXISTS (SELECT 1 FROM accounts_organisation o WHERE o.id = {_PLACES})",
}
"""Which conventions someone meets: those that one's organisation carries, of one's région, all."""
KINDS = {
    "convention": "SELECT c.id FROM conventions_convention c",
    "annual-document": (
        "SELECT d.id FROM conventions_annualdocument d "
        "JOIN conventions_conventionyear y ON y.id = d.year_id "
        "JOIN conventions_convention c ON c.id = y.convention_id"
    ),
}
"""What files are attached to, and the sentence that lists it."""


def _name(kind: str, relation: str) -> str:
    return f"o2r_{kind.replace('-', '_')}_by_{relation}"


def _declare(kind: str, relation: str) -> None:
    name, sentence = _name(kind, relation), f"{KINDS[kind]} WHERE {RELATIONS[relation]}"
    sql_function(name, lambda: definer(name, ROLES, "uuid[]", f"SELECT ARRAY({sentence})"))


def _met(kind: str) -> Rule:
    return lambda: " OR ".join(
        rules.in_array("attached_id", f"{_name(kind, one)}({rules.words(kind, one)})")
        for one in RELATIONS
    )


for _kind in KINDS:
    for _relation in RELATIONS:
        _declare(_kind, _relation)
    readable_with(_kind, _met(_kind))

protect(
    "conventions.ConventionImport",
    columns=["content"],
    readable=rules.own("owner_id", "convention-import"),
)
