"""Papers live and die with the file of their person; templates with their operator."""

from o2r.core.retention.enums import Ground, SubjectKind
from o2r.core.retention.registry import Follows, Until, declare

PERSON = SubjectKind.PERSON
for _label, _held, _subjects in (
    ("IssuedDocument", "ce qui a été écrit pour une personne, chiffré, et par qui", [PERSON]),
    (
        "SafeDocument",
        "un papier que la personne fait garder : sa nature, son titre, chiffré",
        [PERSON],
    ),
    ("SafeContent", "le fichier d’un papier que la personne fait garder, chiffré", [PERSON]),
    (
        "SafeCode",
        "empreinte d’un code que la personne a donné, et combien de fois il a servi",
        [PERSON],
    ),
):
    declare(
        f"papers.{_label}",
        personal=_held,
        ground=Ground.PUBLIC_INTEREST,
        clock=Follows("person"),
        subjects=_subjects,
    )
declare(
    "papers.PaperTemplate",
    personal="texte écrit par un opérateur, qui ne nomme personne",
    ground=Ground.PUBLIC_INTEREST,
    clock=Until("tant que l’organisation en fait quelque chose"),
)
declare(
    "papers.TemplateVersion",
    personal="identifiant du compte qui a écrit une version d’un modèle",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("template"),
)
