"""Who may reach which rows, for the second belt: the rights, computed again by the database.

The roles of each rule come from ``policy.csv``. The functions read the tables of rights at the
moment of the query: a right that ended a second ago has ended here too. Written apart from
``acting.py``, so that an error there does not pass here.
"""

from django.conf import settings

from o2r.accounts.actors import SYSTEM
from o2r.accounts.enums import MembershipRole, OrganisationState
from o2r.accounts.policy import Requirement, policy
from o2r.core.belt import leave_out, protect, rules, sql_function
from o2r.core.belt.policies import definer

# Adding an object, or using a link one was given, is not meeting the others of its kind.
NOT_MEETING = frozenset({"create", "accept"})
ROLES = "at_once text[], settled text[]"


def roles_of(kind: str, relation: str) -> tuple[list[str], list[str]]:
    """The roles that some rule lets meet the kind in this relation: at once, or once settled."""
    at_once: set[str] = set()
    settled: set[str] = set()
    for rule in policy():
        meets = kind in rule.objects and relation in rule.relations
        if meets and rule.actions - NOT_MEETING and SYSTEM not in rule.roles:
            (settled if Requirement.SETTLED in rule.requires else at_once).update(rule.roles)
    return sorted(at_once), sorted(settled)


rules.use_policy(roles_of)

sql_function(
    "o2r_my_roles",
    lambda: definer(
        "o2r_my_roles",
        "",
        "text[]",
        f"""
        SELECT ARRAY['signed-in'] || COALESCE((
            SELECT ARRAY[m.role::text]
                || CASE WHEN m.manages_accounts AND m.role <> '{MembershipRole.CANDIDATE.value}'
                   THEN ARRAY['account-manager'] ELSE '{{}}'::text[] END
                || CASE WHEN m.is_dpo AND m.role <> '{MembershipRole.CANDIDATE.value}'
                   THEN ARRAY['dpo'] ELSE '{{}}'::text[] END
                || CASE WHEN m.personal_data_from <= o2r_now()
                   THEN ARRAY['settled'] ELSE '{{}}'::text[] END
            FROM accounts_membership m
            JOIN accounts_organisation o ON o.id = m.organisation_id
            WHERE m.user_id = u.id AND m.organisation_id = o2r_organisation()
              AND m.ended_at IS NULL AND m.approved_at IS NOT NULL
              AND (o.state = '{OrganisationState.OPEN.value}'
                   OR (m.role = '{MembershipRole.CANDIDATE.value}'
                       AND o.state <> '{OrganisationState.CLOSED.value}'))
        ), '{{}}'::text[])
        FROM accounts_user u
        WHERE u.id = o2r_user() AND u.is_active
          AND NOT EXISTS (SELECT FROM watch_block b WHERE b."user" = u.id AND b.lifted_at IS NULL
                          AND (b.until IS NULL OR b.until > o2r_now()))
        """,
    ),
)
sql_function(
    "o2r_holds",
    lambda: definer(
        "o2r_holds",
        ROLES,
        "boolean",
        """
        SELECT COALESCE(held.roles && at_once
                        OR ('settled' = ANY (held.roles) AND held.roles && settled), false)
        FROM (SELECT o2r_my_roles() AS roles) held
        """,
    ),
)
sql_function(
    "o2r_my_organisations",
    lambda: definer(
        "o2r_my_organisations",
        ROLES,
        "uuid[]",
        "SELECT CASE WHEN o2r_holds(at_once, settled) AND o2r_organisation() IS NOT NULL "
        "THEN ARRAY[o2r_organisation()] ELSE '{}'::uuid[] END",
    ),
)
sql_function(
    "o2r_my_places",
    lambda: definer(
        "o2r_my_places",
        "",
        "uuid[]",
        "SELECT CASE WHEN 'settled' = ANY (o2r_my_roles()) "
        "THEN ARRAY[o2r_organisation()] ELSE '{}'::uuid[] END",
    ),
)
sql_function(
    "o2r_myself",
    lambda: definer(
        "o2r_myself",
        ROLES,
        "uuid[]",
        "SELECT CASE WHEN o2r_holds(at_once, settled) THEN ARRAY[o2r_user()] ELSE '{}'::uuid[] END",
    ),
)
sql_function(
    "o2r_my_identities",
    lambda: definer(
        "o2r_my_identities",
        ROLES,
        "uuid[]",
        f"""
        SELECT CASE WHEN o2r_holds(at_once, settled) THEN ARRAY[o2r_user()] || ARRAY(
            SELECT s.absent_id FROM accounts_substitution s
            WHERE s.substitute_id = o2r_user() AND s.organisation_id = o2r_organisation()
              AND s.ended_at IS NULL
              AND (o2r_now() AT TIME ZONE '{settings.TIME_ZONE}')::date
                  BETWEEN s.first_day AND s.last_day
        ) ELSE '{{}}'::uuid[] END
        """,
    ),
)

protect(
    "accounts.Invitation",
    columns=["email", "token_hash"],
    # Who invites signs it; into which organisation, a service decides.
    addable=rules.own("invited_by_id", "invitation"),
    readable=rules.either(
        rules.organisation("organisation_id", "invitation"),
        rules.own("invited_by_id", "invitation"),
        rules.anywhere("invitation"),
    ),
)
protect(
    "accounts.Substitution",
    columns=["absent", "substitute", "first_day", "last_day"],
    addable=rules.organisation("organisation_id", "substitution"),
    readable=rules.either(
        rules.organisation("organisation_id", "substitution"),
        # Asks for no organisation: one's replacements help to find out one's rights.
        rules.own("substitute_id", "substitution"),
        rules.own("absent_id", "substitution"),
    ),
)
protect(
    "accounts.Handover",
    columns=["giver", "receiver", "moved"],
    addable=rules.organisation("organisation_id", "handover"),
    readable=rules.either(
        rules.organisation("organisation_id", "handover"),
        rules.own("giver_id", "handover"),
        rules.own("receiver_id", "handover"),
    ),
)

_SIGN_IN = "lue pour se connecter, avant que la personne soit connue"
_RIGHTS = "les droits eux-mêmes en sont calculés, par les règles des autres tables"
leave_out("accounts.User", why=_SIGN_IN)
leave_out("accounts.Membership", why=_RIGHTS)
leave_out("accounts.Registration", why="lue par le lien reçu, avant que le compte existe")
leave_out("watch.Block", why=_RIGHTS)
for _label in (
    *("sessions.Session", "account.EmailAddress", "mfa.Authenticator"),
    *("usersessions.UserSession", "socialaccount.SocialAccount"),
):
    leave_out(_label, why=_SIGN_IN)
