from o2r.pathways.together.models.meetings import Meeting, Obligation
from o2r.pathways.together.models.members import CareMember, OutsideName, TogetherMove

__all__ = ["CareMember", "Meeting", "Obligation", "OutsideName", "TogetherMove"]
