"""A request is its author's; what is received, the referent's; an answer, of both."""

from o2r.core.belt import leave_out, protect, rules, sql_function
from o2r.core.belt.policies import definer
from o2r.people.belt import of_my_people

RECEIVED = "inquiry-notice"
_ROLES = "at_once text[], settled text[]"

sql_function(
    "o2r_inquiries_own",
    lambda: definer(
        "o2r_inquiries_own",
        _ROLES,
        "uuid[]",
        "SELECT ARRAY(SELECT id FROM between_inquiry WHERE by_id = "
        "ANY ((SELECT o2r_myself(at_once, settled))::uuid[]))",
    ),
)
_MINE = rules.own("by_id", "inquiry")
protect("between.Inquiry", columns=["by"], addable=_MINE, readable=_MINE)
protect(
    "between.InquiryWords",
    columns=["text"],
    readable=lambda: rules.in_array(
        "inquiry_id", f"o2r_inquiries_own({rules.words('inquiry', 'own')})"
    ),
)
protect(
    "between.InquiryNotice",
    columns=["agreed_on"],
    # Found by the worker alone: no request adds one.
    addable=rules.nobody(),
    readable=lambda: rules.in_array(
        "person_id", f"o2r_people_referred({rules.words(RECEIVED, 'referent')})"
    ),
)
protect(
    "between.InquiryAnswer",
    columns=["contact", "words"],
    addable=rules.own("by_id", RECEIVED, "referent"),
    readable=rules.either(
        lambda: rules.in_array("inquiry_id", f"o2r_inquiries_own({rules.words('inquiry', 'own')})"),
        rules.own("by_id", RECEIVED, "referent"),
    ),
)
protect("between.IndexObjection", columns=["since"], readable=of_my_people("person_id"))
leave_out(
    "between.IndexParticipation", why="dit quelles organisations participent, et qui l’a décidé"
)
leave_out("between.IndexChange", why="file d’attente d’identifiants opaques, écrite par tous")
