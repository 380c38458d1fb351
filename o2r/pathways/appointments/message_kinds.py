from o2r.core.messaging.kinds import declare
from o2r.pathways.appointments.services.reminding import KIND, still_wanted

declare(KIND, still_wanted)
