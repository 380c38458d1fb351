from o2r.core.retention.enums import Ground, SubjectKind
from o2r.core.retention.registry import Follows, declare

for _label, _held in (
    ("Job", "où une personne travaille, son contrat, comment il a fini, chiffré"),
    ("EmployerContact", "qui appeler au travail, avec l’accord de la personne, chiffré"),
    ("JobVisit", "qui a suivi l’emploi d’une personne, et ce qui s’est dit, chiffré"),
    ("Adjustment", "ce qui change au travail d’une personne, chiffré"),
    ("Checkpoint", "ce que la personne ou son employeur répond, chiffré"),
    ("EmploymentAlert", "ce qui menace l’emploi d’une personne, et qui s’en occupe"),
    ("EmploymentMove", "identifiant du compte qui suit l’emploi d’une personne"),
):
    declare(
        f"employment.{_label}",
        personal=_held,
        ground=Ground.PUBLIC_INTEREST,
        clock=Follows("person"),
        subjects=[SubjectKind.PERSON],
    )
