"""Who acts, as the journal knows them: opaque identifiers, and a role."""

from dataclasses import dataclass
from typing import Self
from uuid import UUID


@dataclass(frozen=True)
class Author:
    """A person acting for an organisation in a role, or a job of the platform itself."""

    user: UUID | None
    organisation: UUID | None
    role: str

    @classmethod
    def system(cls, job: str) -> Self:
        """The platform, acting by itself in the job called ``job``."""
        return cls(user=None, organisation=None, role=f"system:{job}")
