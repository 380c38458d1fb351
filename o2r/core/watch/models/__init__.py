"""Alerts and blocks; what quotas and rules remember. Users and organisations are opaque UUIDs."""

from o2r.core.watch.models.alerts import ALERT_MOVES, Alert, AlertMove, Block
from o2r.core.watch.models.remembering import (
    KnownNetwork,
    ObservedEvent,
    ReadCounter,
    RuleMemory,
    ThresholdAdjustment,
)

__all__ = [
    "ALERT_MOVES",
    "Alert",
    "AlertMove",
    "Block",
    "KnownNetwork",
    "ObservedEvent",
    "ReadCounter",
    "RuleMemory",
    "ThresholdAdjustment",
]
