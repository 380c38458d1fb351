"""What the pathways hold of people: it lives and dies with their file."""

from o2r.core.retention.enums import Ground, SubjectKind
from o2r.core.retention.registry import Follows, declare

PERSON = SubjectKind.PERSON

for _label, _held, _clock, _subjects in (
    ("Pathway", "où en est l’accompagnement d’une personne, et depuis quand", "person", [PERSON]),
    (
        "Eligibility",
        "pourquoi une personne peut entrer, et ce qui le montre, chiffré",
        "person",
        [PERSON],
    ),
    ("Derogation", "pourquoi un accompagnement dure plus longtemps, chiffré", "pathway", [PERSON]),
    ("PathwayMove", "identifiant du compte qui fait avancer un parcours", "pathway", []),
    ("PathwayPause", "quand un parcours s’est arrêté un temps", "pathway", []),
    ("PathwayStage", "quel opérateur porte quelle étape d’un parcours", "pathway", []),
):
    declare(
        f"pathways.{_label}",
        personal=_held,
        ground=Ground.PUBLIC_INTEREST,
        clock=Follows(_clock),
        subjects=_subjects,
    )
