"""The rows of the protected record that a person may reach, relation by relation."""

from o2r.core.belt import protect, rules, sql_function
from o2r.core.belt.policies import definer

KIND = "person-file"

sql_function(
    "o2r_sample_accompanied",
    lambda: definer(
        "o2r_sample_accompanied",
        "at_once text[], settled text[]",
        "uuid[]",
        "SELECT ARRAY(SELECT samplerecord_id FROM sample_samplerecord_co_accompanying "
        "WHERE user_id = ANY ((SELECT o2r_my_identities(at_once, settled))::uuid[]))",
    ),
)

_SHARED = rules.sql("shared_until >= (SELECT (o2r_now() AT TIME ZONE 'Europe/Paris')::date)")
_NOT_PROTECTED = rules.sql("NOT is_protected")

protect(
    "sample.SampleRecord",
    columns=["groups", "identity", "narrative"],
    readable=rules.either(
        rules.taken_over("referent_id", KIND, "referent"),
        rules.taken_over("referrer_id", KIND, "referrer"),
        lambda: rules.in_array(
            "id", f"o2r_sample_accompanied({rules.words(KIND, 'co-accompanying')})"
        ),
        rules.both(
            lambda: rules.in_array(
                "partner_id", f"o2r_my_organisations({rules.words(KIND, 'partner')})"
            ),
            _SHARED,
        ),
        rules.both(rules.organisation("organisation_id", KIND), _NOT_PROTECTED),
    ),
)
