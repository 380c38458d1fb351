"""The file that someone is about to import is read by that person alone."""

from o2r.core.belt import protect, rules

protect(
    "conventions.ConventionImport",
    columns=["content"],
    readable=rules.own("owner_id", "convention-import"),
)
