"""French words of what the journal says of the sheets of the FSE+."""

from o2r.core.journal.words import declare_group
from o2r.pathways.fse.enums import Moment

declare_group("evidence", "le justificatif")
for _moment in Moment:
    declare_group(_moment.value, f"les réponses ({_moment.label})")
