from o2r.core.belt import protect, rules

protect(
    "files.StoredFile",
    columns=["original_name", "content_name"],
    readable=rules.either(
        rules.sql('"organisation" = ANY ((SELECT o2r_my_places())::uuid[])'),
        rules.sql('"uploaded_by" = (SELECT o2r_user())'),
    ),
)
