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
_MYSELF = "ANY ((SELECT o2r_myself(at_once, settled))::uuid[])"
_HERE = "(SELECT o2r_organisation())"
_OURS = "ANY ((SELECT o2r_my_organisations(at_once, settled))::uuid[])"
# Who replaces somebody for a while takes over their files, but the protected ones.
_array_of(
    "o2r_people_referred",
    "SELECT id FROM people_person "
    f"WHERE organisation_id = {_HERE} AND referent_id = {_MINE} "
    "AND (NOT is_protected OR referent_id = o2r_user())",
)
_array_of(
    "o2r_people_followed",
    "SELECT f.person_id FROM people_followup f JOIN people_person p ON p.id = f.person_id "
    f"WHERE p.organisation_id = {_HERE} AND f.user_id = {_MINE} "
    "AND (NOT p.is_protected OR f.user_id = o2r_user()) "
    f"AND f.since <= {TODAY} AND (f.until IS NULL OR f.until >= {TODAY})",
)
_array_of(
    "o2r_people_agreed",
    "SELECT a.person_id FROM people_agreement a JOIN people_person p ON p.id = a.person_id "
    "JOIN accounts_organisation o ON o.id = p.organisation_id "
    f"WHERE a.recipient_id = {_OURS} AND a.state = 'donne' AND NOT p.is_protected "
    f"AND NOT o.is_partitioned AND a.given_on <= {TODAY} AND a.until >= {TODAY}",
)
_array_of(
    "o2r_people_opened",
    "SELECT e.person_id FROM people_emergencyopening e JOIN people_person p ON p.id = e.person_id "
    f"WHERE e.by_id = {_MYSELF} AND p.organisation_id = {_HERE} "
    "AND e.opened_at <= o2r_now() AND e.until > o2r_now() "
    "AND (e.agreed_by_id IS NOT NULL OR NOT p.is_protected)",
)
_array_of(
    "o2r_people_coordinated",
    f"SELECT id FROM people_person WHERE organisation_id = {_OURS} AND NOT is_protected",
)
BY_RELATION = {
    "referent": ("o2r_people_referred",),
    "co-accompanying": ("o2r_people_followed",),
    "partner": ("o2r_people_agreed",),
    "emergency": ("o2r_people_opened",),
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
OPENING = "emergency-opening"
_OPENINGS = "SELECT e.id FROM people_emergencyopening e "
_array_of("o2r_openings_own", f"{_OPENINGS} WHERE e.by_id = {_MYSELF}")
_array_of(
    "o2r_openings_referred",
    f"{_OPENINGS} WHERE e.organisation_id = {_HERE} AND e.referent_id = {_MINE}",
)
_array_of(
    "o2r_openings_here",
    # Who opened a file does not judge it.
    f"{_OPENINGS} WHERE e.organisation_id = {_OURS} AND e.person_id IS NOT NULL "
    "AND e.by_id <> o2r_user()",
)


def _of_openings(column: str) -> Rule:
    """The openings that one asked for, those of the files one follows, and, for who answers for
    the data of an organisation, all those of its files."""
    return lambda: " OR ".join(
        rules.in_array(column, f"o2r_openings_{name}({rules.words(OPENING, relation)})")
        for name, relation in (("own", "own"), ("referred", "referent"), ("here", "organisation"))
    )


protect(
    "people.EmergencyOpening",
    columns=["by", "reason", "verdict"],
    # It gives a right: who asks signs it, and a second person agrees later.
    addable=rules.both(rules.own("by_id", OPENING), rules.sql("agreed_by_id IS NULL")),
    readable=_of_openings("id"),
)
protect(
    "people.EmergencyWords", columns=["why", "left", "remark"], readable=_of_openings("opening_id")
)
protect(
    "people.Protection",
    columns=["reason", "words", "end_words"],
    readable=of_who_follows("person_id"),
)
protect("people.GroupMember", columns=["role"], readable=of_who_follows("person_id"))
protect("people.ProtectedReading", columns=["reader"], readable=of_who_follows("person_id"))
protect("people.LikenessToken", columns=["token"], readable=rules.nobody())
leave_out("people.AgreementMove", why="suit son accord, dont les droits de lire sont calculés")
leave_out("people.TrustCard", why="lue par le code de la carte, sans que personne soit connecté")
_RIGHTS = "les droits de lire en sont calculés, par les autres règles"
for _label in ("FollowUp", "Agreement", "InformationGiven", "Merge", "PersonMove"):
    leave_out(f"people.{_label}", why=_RIGHTS)
