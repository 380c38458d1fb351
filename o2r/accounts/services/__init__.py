"""Acts on accounts and organisations: one function per act, the actor first."""

from o2r.accounts.services.demonstration import create_demo_accounts
from o2r.accounts.services.registering import (
    create_organisation,
    create_user,
    join_organisation,
    platform_team,
)

__all__ = [
    "create_demo_accounts",
    "create_organisation",
    "create_user",
    "join_organisation",
    "platform_team",
]
