"""What the platform tidies up by itself at the door."""

from datetime import datetime, timedelta

from o2r.accounts.signin import factors, kept_forms, lockout, sessions
from o2r.core.jobs.registry import recurring


@recurring("signin-tidy", every=timedelta(hours=1))
def tidy(now: datetime) -> str:
    """Forget the failed tries of yesterday, the forms not taken back, the sessions that ended.

    The requests about a lost second factor that nobody granted in time are closed.
    """
    tries, forms = lockout.forget_old(), kept_forms.forget_old()
    ended, expired = sessions.forget_ended(now), factors.expire_resets()
    return (
        f"Connexion : {tries} compteur(s) d’essais, {forms} saisie(s) gardée(s) et {ended} "
        f"session(s) terminée(s) oubliés ; {expired} demande(s) de remise à zéro expirée(s)."
    )
