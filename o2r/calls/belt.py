"""Calls are published; who published a version is an act of the State, not a secret."""

from o2r.core.belt import leave_out

_ACT = "acte publié d’un service de l’État : seul l’identifiant du compte y figure"
leave_out("calls.CallVersion", why=_ACT)
leave_out("calls.CallMove", why=_ACT)
