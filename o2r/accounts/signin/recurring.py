"""What the platform tidies up by itself at the door."""

from datetime import datetime, timedelta

from o2r.accounts.signin import kept_forms, lockout, sessions
from o2r.core.jobs.registry import recurring


@recurring("signin-tidy", every=timedelta(hours=1))
def tidy(now: datetime) -> str:
    """Forget the failed tries of yesterday, the forms not taken back, the sessions that ended."""
    tries, forms = lockout.forget_old(), kept_forms.forget_old()
    ended = sessions.forget_ended(now)
    return (
        f"Connexion : {tries} compteur(s) d’essais, {forms} saisie(s) gardée(s) et {ended} "
        "session(s) terminée(s) oubliés."
    )
