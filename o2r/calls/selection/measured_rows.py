"""What the constraints ask of the invented rows of the figures."""

from o2r.calls.selection.enums import Outcome
from o2r.core.retention.measured_rows import fixed

fixed(
    "selection.Decision",
    outcome=Outcome.REJECTION,
    rank=None,
    amount=0,
    yearly_amounts=[],
    superseded_at=None,
)
fixed("selection.Letter", kind=Outcome.REJECTION, replaced_at=None)
fixed("selection.ResultsPublication", time_zone="Europe/Paris")
