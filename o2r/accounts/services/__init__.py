"""Acts on accounts and organisations: one function per act, the actor first."""

from o2r.accounts.services.caseloads import end_substitution, hand_over, substitute
from o2r.accounts.services.closing import close_organisation, set_organisation, still_followed
from o2r.accounts.services.demonstration import create_demo_accounts
from o2r.accounts.services.first_managers import (
    approve_manager,
    entrust,
    kinds_opened_by,
    open_organisation,
    refuse_manager,
)
from o2r.accounts.services.invitations import (
    accept,
    invitation_behind,
    invite,
    resend,
    withdraw,
)
from o2r.accounts.services.links import LinkUseless, SignInFirst, digest_of
from o2r.accounts.services.members import Rights, change_rights, end_membership
from o2r.accounts.services.partitioning import end_partition, partition
from o2r.accounts.services.profiles import finish_welcome, rename_myself
from o2r.accounts.services.registering import (
    create_organisation,
    create_user,
    join_organisation,
    platform_team,
)
from o2r.accounts.services.registrations import confirm, register, registration_behind
from o2r.accounts.services.suspending import suspend_account, suspend_member
from o2r.accounts.services.teams import choose_members, create_team, delete_team, rename_team

__all__ = [
    "LinkUseless",
    "Rights",
    "SignInFirst",
    "accept",
    "approve_manager",
    "change_rights",
    "choose_members",
    "close_organisation",
    "confirm",
    "create_demo_accounts",
    "create_organisation",
    "create_team",
    "create_user",
    "delete_team",
    "digest_of",
    "end_membership",
    "end_partition",
    "end_substitution",
    "entrust",
    "finish_welcome",
    "hand_over",
    "invitation_behind",
    "invite",
    "join_organisation",
    "kinds_opened_by",
    "open_organisation",
    "partition",
    "platform_team",
    "refuse_manager",
    "register",
    "registration_behind",
    "rename_myself",
    "rename_team",
    "resend",
    "set_organisation",
    "still_followed",
    "substitute",
    "suspend_account",
    "suspend_member",
    "withdraw",
]
