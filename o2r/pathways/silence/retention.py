"""What a silence leaves in a file: until the file goes."""

from o2r.core.retention.enums import Ground, SubjectKind
from o2r.core.retention.registry import Follows, declare

for _label, _held, _follows, _subjects in (
    ("ExpectedContact", "quel jour la personne était attendue", "person", [SubjectKind.PERSON]),
    (
        "SilenceAlert",
        "quand le silence d’une personne a inquiété, pourquoi, en codes et en jours",
        "person",
        [SubjectKind.PERSON],
    ),
    ("SilenceAlertMove", "identifiant du compte qui répond à un silence", "alert", []),
):
    declare(
        f"silence.{_label}",
        personal=_held,
        ground=Ground.PUBLIC_INTEREST,
        clock=Follows(_follows),
        subjects=_subjects,
    )
