"""Files and acts are their author's; what they hold is sealed."""

from o2r.core.belt import leave_out

leave_out(
    "intake.IntakeContent", why="chiffré avec une clé que seule l’organisation de l’auteur tient"
)
leave_out("intake.IntakeRow", why="des empreintes à clé, qui ne se remontent pas sans elle")
for _label in ("IntakeFile", "IntakeAct"):
    leave_out(f"intake.{_label}", why="ne dit rien de personne : qui, quand, combien de lignes")
