"""What a diagnosis and a plan hold of a person: until their file goes."""

from o2r.core.retention.enums import Ground, SubjectKind
from o2r.core.retention.registry import Follows, declare

PERSON = SubjectKind.PERSON

for _label, _held, _follows, _subjects in (
    ("Diagnosis", "ce que la personne et l’équipe retiennent, chiffré", "person", [PERSON]),
    (
        "BarrierScore",
        "ce qui gêne la personne, en codes, et ses mots, chiffrés",
        "person",
        [PERSON],
    ),
    ("Strength", "ce sur quoi la personne peut compter", "person", [PERSON]),
    ("Objective", "où la personne veut aller, en codes ou chiffré", "person", [PERSON]),
    ("PlanAction", "qui fait quoi pour la personne, pour quand, chiffré", "person", [PERSON]),
    ("DiagnosisMove", "identifiant du compte qui valide un diagnostic", "diagnosis", []),
    ("ObjectiveMove", "identifiant du compte qui note la suite d’un objectif", "objective", []),
    ("PlanActionMove", "identifiant du compte qui note la suite d’une action", "action", []),
):
    declare(
        f"diagnosis.{_label}",
        personal=_held,
        ground=Ground.PUBLIC_INTEREST,
        clock=Follows(_follows),
        subjects=_subjects,
    )
