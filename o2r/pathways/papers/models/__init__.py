"""Templates, documents made from them, and the safe of each person."""

from o2r.pathways.papers.models.documents import (
    IssuedDocument,
    SafeCode,
    SafeContent,
    SafeDocument,
)
from o2r.pathways.papers.models.templates import PaperTemplate, TemplateVersion

__all__ = [
    "IssuedDocument",
    "PaperTemplate",
    "SafeCode",
    "SafeContent",
    "SafeDocument",
    "TemplateVersion",
]
