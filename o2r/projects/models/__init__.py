"""Tables of the funded projects."""

from o2r.projects.models.facets import ProjectFacet
from o2r.projects.models.messages import (
    ErrorReport,
    ImportDraft,
    RegionalContact,
    RelayMessage,
)
from o2r.projects.models.partners import ProjectPartner
from o2r.projects.models.predecessors import PredecessorProject
from o2r.projects.models.project import FundedProject, FundedProjectQuerySet

__all__ = [
    "ErrorReport",
    "FundedProject",
    "FundedProjectQuerySet",
    "ImportDraft",
    "PredecessorProject",
    "ProjectFacet",
    "ProjectPartner",
    "RegionalContact",
    "RelayMessage",
]
