"""Places, rounds, meetings, promises, and what the team notices."""

from o2r.outreach.models.drafts import EntryDraft
from o2r.outreach.models.encounters import Encounter, EncounterWords, Promise, TrustDate
from o2r.outreach.models.imports import (
    ImportAct,
    ImportContent,
    ImportedRow,
    ImportFile,
)
from o2r.outreach.models.places import OpenBand, Place
from o2r.outreach.models.reports import DailyReport, Observation
from o2r.outreach.models.rounds import Round, RoundStop
from o2r.outreach.models.signals import PartnerSignal, SignalLink, SignalMove, SignalWords

__all__ = [
    "DailyReport",
    "Encounter",
    "EncounterWords",
    "EntryDraft",
    "ImportAct",
    "ImportContent",
    "ImportFile",
    "ImportedRow",
    "Observation",
    "OpenBand",
    "PartnerSignal",
    "Place",
    "Promise",
    "Round",
    "RoundStop",
    "SignalLink",
    "SignalMove",
    "SignalWords",
    "TrustDate",
]
