"""The group of a person is met with their file; a place, also by who is offered it."""

from o2r.core.belt import leave_out, protect, rules
from o2r.people.belt import of_my_people

KIND = "care-member"
protect(
    "together.CareMember",
    columns=["role"],
    readable=rules.either(
        of_my_people("person_id"),
        rules.own("user_id", KIND),
        rules.both(rules.sql("user_id IS NULL"), rules.organisation("organisation_id", KIND)),
    ),
)
protect("together.OutsideName", columns=["name", "contact"], readable=of_my_people("person_id"))
protect("together.Meeting", columns=["said"], readable=of_my_people("person_id"))
protect("together.Obligation", columns=["what"], readable=of_my_people("person_id"))
leave_out("together.TogetherMove", why="des codes et des dates, lus avec le dossier qui les porte")
