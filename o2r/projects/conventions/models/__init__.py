"""Conventions between the State and the operators, and what happens to them."""

from o2r.projects.conventions.models.convention import (
    Convention,
    ConventionMention,
    ConventionMove,
    ConventionYear,
)
from o2r.projects.conventions.models.imports import ConventionImport, ConventionReminder
from o2r.projects.conventions.models.money import Avenant, Instalment, MoneyCorrection
from o2r.projects.conventions.models.oversight import Control, Procedure
from o2r.projects.conventions.models.reporting import AnnualDocument, SiegYear

__all__ = [
    "AnnualDocument",
    "Avenant",
    "Control",
    "Convention",
    "ConventionImport",
    "ConventionMention",
    "ConventionMove",
    "ConventionReminder",
    "ConventionYear",
    "Instalment",
    "MoneyCorrection",
    "Procedure",
    "SiegYear",
]
