"""What is known of the jobs of a person is met with their file."""

from o2r.core.belt import leave_out, protect
from o2r.people.belt import of_my_people

MINE = of_my_people("person_id")
protect("employment.Job", columns=["employer", "siret", "broken_words"], readable=MINE)
protect(
    "employment.EmployerContact",
    columns=["name", "mail", "phone", "agreed_words"],
    readable=MINE,
)
protect("employment.JobVisit", columns=["words"], readable=MINE)
protect("employment.Adjustment", columns=["words"], readable=MINE)
protect("employment.Checkpoint", columns=["answer", "risk", "words"], readable=MINE)
protect("employment.EmploymentAlert", columns=["risk", "done"], readable=MINE)
leave_out(
    "employment.EmploymentMove", why="des codes et des dates, lus avec le dossier qui les porte"
)
