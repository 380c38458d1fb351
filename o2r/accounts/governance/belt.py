"""Requests to export: whoever asked, and whoever answers for the data of the organisation."""

from o2r.core.belt import protect, rules

protect(
    "governance.ExportApproval",
    columns=["asked_by", "purpose", "decided_by"],
    readable=rules.either(
        rules.organisation("organisation_id", "export-approval"),
        rules.own("asked_by_id", "export-approval"),
    ),
)
