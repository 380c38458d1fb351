from o2r.core.belt import protect, rules
from o2r.core.files.readers import by_what_they_are_attached_to, sent_by_my_organisation

protect(
    "files.StoredFile",
    columns=["original_name", "content_name"],
    readable=rules.either(
        rules.sql('"uploaded_by" = (SELECT o2r_user())'),
        sent_by_my_organisation,
        by_what_they_are_attached_to,
    ),
)
