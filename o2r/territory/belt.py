from o2r.core.belt import leave_out

leave_out("territory.LocalList", why="liste publique ; dit seulement qui l’a chargée")
