"""Writes of the watch: quotas asked, acts observed, alerts opened and handled, blocks lifted."""

from o2r.core.watch.services.alerts import (
    block_account,
    consult,
    handle_alert,
    lift_block,
    open_alert,
)
from o2r.core.watch.services.observing import judge_waiting, observe
from o2r.core.watch.services.quotas import check_quota
from o2r.core.watch.services.settings import adjust_threshold, reset_threshold

__all__ = [
    "adjust_threshold",
    "block_account",
    "check_quota",
    "consult",
    "handle_alert",
    "judge_waiting",
    "lift_block",
    "observe",
    "open_alert",
    "reset_threshold",
]
