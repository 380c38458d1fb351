"""What people answered is met with their file; for figures, by who coordinates."""

from o2r.core.belt import leave_out, protect
from o2r.people.belt import of_my_people

protect("measures.Measure", columns=["score"], readable=of_my_people("person_id"))
protect("measures.MeasureAnswers", columns=["items"], readable=of_my_people("person_id"))
protect("measures.Slider", columns=["value"], readable=of_my_people("person_id"))
protect("measures.MostSignificantChange", columns=["words"], readable=of_my_people("person_id"))
protect(
    "measures.Satisfaction", columns=["useful", "respected"], readable=of_my_people("person_id")
)
leave_out("measures.QuoteMove", why="suit les paroles qu’elle concerne, sans en rien dire")
