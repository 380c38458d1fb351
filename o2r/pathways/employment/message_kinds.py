from o2r.core.messaging.kinds import declare
from o2r.pathways.employment.services.posing import KIND, still_wanted

declare(KIND, still_wanted)
