"""Settings of ``o2r trust``: those of the instance, the proofs, and the record they measure.

The record lives in throw-away databases only: the instance's own is never migrated with it.
"""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "o2r.accounts.sample", "o2r.proofs"]
