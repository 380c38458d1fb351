"""What the directory keeps."""

from o2r.network.directory.models.editions import DirectoryEdition, DirectoryImport
from o2r.network.directory.models.needs import UnmetNeed
from o2r.network.directory.models.notes import ServiceNote, ServiceReport
from o2r.network.directory.models.services import Service, Structure

__all__ = [
    "DirectoryEdition",
    "DirectoryImport",
    "Service",
    "ServiceNote",
    "ServiceReport",
    "Structure",
    "UnmetNeed",
]
