"""A file is met by who follows it, who coordinates, and whom the person agreed to be read by."""

from o2r.core.belt import leave_out, protect, rules, sql_function
from o2r.core.belt.policies import definer
from o2r.core.belt.registry import Rule

KIND = "person-file"
ROLES = "at_once text[], settled text[]"
TODAY = "(o2r_now() AT TIME ZONE 'Europe/Paris')::date"


def _array_of(name: str, select: str) -> None:
    """A function that gives the keys of files that ``select`` finds."""
    sql_function(name, lambda: definer(name, ROLES, "uuid[]", f"SELECT ARRAY({select})"))


_MINE = "ANY ((SELECT o2r_my_identities(at_once, settled))::uuid[])"
_OURS = "ANY ((SELECT o2r_my_organisations(at_once, settled))::uuid[])"
_array_of("o2r_people_referred", f"SELECT id FROM people_person WHERE referent_id = {_MINE}")
_array_of(
    "o2r_people_followed",
    "SELECT person_id FROM people_followup "
    f"WHERE user_id = {_MINE} AND since <= {TODAY} AND (until IS NULL OR until >= {TODAY})",
)
_array_of(
    "o2r_people_agreed",
    "SELECT a.person_id FROM people_agreement a JOIN people_person p ON p.id = a.person_id "
    f"WHERE a.recipient_id = {_OURS} AND a.state = 'donne' AND NOT p.is_protected "
    f"AND a.given_on <= {TODAY} AND a.until >= {TODAY}",
)
_array_of(
    "o2r_people_opened",
    "SELECT person_id FROM people_emergencyopening "
    f"WHERE by_id = {_MINE} AND opened_at <= o2r_now() AND until > o2r_now()",
)
_array_of(
    "o2r_people_coordinated",
    f"SELECT id FROM people_person WHERE organisation_id = {_OURS} AND NOT is_protected",
)
BY_RELATION = {
    "referent": ("o2r_people_referred", "o2r_people_opened"),
    "co-accompanying": ("o2r_people_followed",),
    "partner": ("o2r_people_agreed",),
    "organisation": ("o2r_people_coordinated",),
}


def of_my_people(column: str) -> Rule:
    """The rows of the files that the person of the scope meets, whatever the relation."""
    return lambda: " OR ".join(
        rules.in_array(column, f"{name}({rules.words(KIND, relation)})")
        for relation, names in BY_RELATION.items()
        for name in names
    )


def of_who_follows(column: str) -> Rule:
    """The rows of the files that one follows: what no partner nor coordinator ever reads."""
    return lambda: " OR ".join(
        rules.in_array(column, f"{name}({rules.words(KIND, relation)})")
        for relation in ("referent", "co-accompanying")
        for name in BY_RELATION[relation]
    )


protect(
    "people.Person",
    columns=["age_band", "gender", "commune", "housing", "language"],
    readable=of_my_people("id"),
)
protect(
    "people.Identity",
    columns=[
        *("known_as", "first_name", "last_name", "birth_date", "verified_by"),
        "interpreter_caution",
    ],
    readable=of_my_people("person_id"),
)
protect("people.ContactMeans", columns=["value", "remark"], readable=of_my_people("person_id"))
protect("people.Note", columns=["text"], readable=of_my_people("person_id"))
protect(
    "people.NoteDraft",
    columns=["text"],
    readable=rules.either(
        rules.own("author_id", KIND, "referent"), rules.own("author_id", KIND, "co-accompanying")
    ),
)
protect(
    "people.EmergencyOpening", columns=["words", "remark"], readable=of_who_follows("person_id")
)
protect("people.LikenessToken", columns=["token"], readable=rules.nobody())
leave_out("people.TrustCard", why="lue par le code de la carte, sans que personne soit connecté")
_RIGHTS = "les droits de lire en sont calculés, par les autres règles"
for _label in ("FollowUp", "Agreement", "InformationGiven", "Merge", "PersonMove"):
    leave_out(f"people.{_label}", why=_RIGHTS)
