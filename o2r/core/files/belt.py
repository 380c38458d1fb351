from o2r.core.belt import protect, rules
from o2r.core.files.readers import by_what_they_are_attached_to

protect(
    "files.StoredFile",
    columns=["original_name", "content_name"],
    readable=rules.either(
        rules.sql('"organisation" = ANY ((SELECT o2r_my_places())::uuid[])'),
        rules.sql('"uploaded_by" = (SELECT o2r_user())'),
        by_what_they_are_attached_to,
    ),
)
