from o2r.core.belt import leave_out, protect, rules

protect(
    "retention.RightsRequest",
    columns=["subject_reference", "contact", "details", "answer"],
    readable=rules.either(
        rules.organisation("organisation", "rights-request"),
        # The account's own requests.
        rules.sql("subject_reference = (SELECT o2r_user())::text"),
        rules.both(rules.sql("organisation IS NULL"), rules.anywhere("rights-request")),
    ),
)
leave_out(
    "retention.RequestWords", why="chiffré avec la clé du dossier, que l’opérateur seul tient"
)
_WHY = "identifiants opaques, lus par la conservation de toute table"
leave_out("retention.RetentionHold", why=_WHY)
leave_out("retention.RetentionNotice", why=_WHY)
