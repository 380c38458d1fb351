from o2r.core.belt import leave_out, protect, rules

protect(
    "crypto.Wrap",
    columns=["wrapped"],
    readable=rules.sql('"organisation" = ANY ((SELECT o2r_my_places())::uuid[])'),
)
leave_out("crypto.DataKey", why="ne contient aucune clé : un numéro opaque et une version")
leave_out("crypto.DestroyedKey", why="une empreinte qui ne se remonte pas")
