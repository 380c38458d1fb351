"""Requests to export: whoever asked, and whoever answers for the data of the organisation."""

from o2r.core.belt import protect, rules

protect(
    "governance.ExportApproval",
    columns=["asked_by", "purpose", "decided_by"],
    addable=rules.both(
        rules.own("asked_by_id", "export-approval"),
        rules.organisation("organisation_id", "export-approval", "own"),
        rules.sql("decided_at IS NULL AND used_at IS NULL"),
    ),
    readable=rules.either(
        rules.organisation("organisation_id", "export-approval"),
        rules.own("asked_by_id", "export-approval"),
    ),
)
