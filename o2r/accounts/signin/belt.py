from o2r.core.belt import leave_out

_WHY = "lue pour se connecter, avant que la personne soit connue"
leave_out("signin.KeptForm", why=f"{_WHY} ; son contenu est chiffré")
leave_out("signin.OpenSession", why=_WHY)
leave_out("signin.SecondFactorReset", why=_WHY)
