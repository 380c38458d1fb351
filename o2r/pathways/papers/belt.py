"""Papers are met with the file of their person; templates hold nobody's data."""

from o2r.core.belt import leave_out, protect
from o2r.people.belt import of_who_follows

for _model, _columns in (
    ("IssuedDocument", ["content"]),
    ("SafeDocument", ["title"]),
    ("SafeContent", ["content"]),
):
    protect(f"papers.{_model}", columns=_columns, readable=of_who_follows("person_id"))
leave_out("papers.SafeCode", why="lu par le code donné, sans que personne soit connecté")
for _model in ("PaperTemplate", "TemplateVersion"):
    leave_out(f"papers.{_model}", why="un modèle ne contient rien de personne")
