"""Thirty simulated days of 300 professionals, and the abuses scripted among them."""

from o2r.core.watch.simulation import massive, quiet
from o2r.core.watch.simulation.acts import Act, Script, Words, abuse, abuses
from o2r.core.watch.simulation.month import Month, simulate

__all__ = ["Act", "Month", "Script", "Words", "abuse", "abuses", "massive", "quiet", "simulate"]
