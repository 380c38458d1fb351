"""An exit is met with the file of its person; for figures, by who coordinates."""

from o2r.core.belt import protect
from o2r.people.belt import of_my_people

protect("exits.Exit", columns=["where", "who", "words"], readable=of_my_people("person_id"))
protect("exits.FollowUpSituation", columns=["situation"], readable=of_my_people("person_id"))
