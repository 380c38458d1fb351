from datetime import datetime, timedelta

from o2r.core.instance import instance
from o2r.core.jobs.registry import Failure, on_failure, recurring
from o2r.core.notifications.digest import send_digests
from o2r.core.notifications.directory import directory
from o2r.core.notifications.enums import MailState
from o2r.core.notifications.notification_kinds import JOB_FAILED
from o2r.core.notifications.outbox import post_mail, send_due_mails
from o2r.core.notifications.services import notify


@recurring("mails", every=timedelta(minutes=1), in_transaction=False, lease=timedelta(hours=1))
def mails(now: datetime) -> str:
    """Mails that could not leave at once."""
    counts = send_due_mails(now)
    if not any(counts.values()):
        return ""
    return (
        f"{counts[MailState.SENT]} courriel(s) parti(s), {counts[MailState.WAITING]} remis à plus "
        f"tard, {counts[MailState.GIVEN_UP]} abandonné(s)."
    )


@recurring("daily-digest", every=timedelta(minutes=30), in_transaction=False)
def daily_digest(now: datetime) -> str:
    """The digest of those for whom it is the hour."""
    count = send_digests(now)
    return f"{count} résumé(s) écrit(s)." if count else ""


@on_failure
def tell_who_is_in_charge(failure: Failure) -> None:
    """The managers of the platform; the mailbox of its team while there is none."""
    subject = f"Le travail périodique « {failure.job} » est en échec"
    body = (
        f"Le travail « {failure.job} » a échoué ({failure.failures} fois de suite) : "
        f"{failure.error}.\nIl sera relancé tout seul. S’il échoue encore, cherchez la cause dans "
        "le journal du service (o2r tick --list montre l’état de tous les travaux)."
    )
    if managers := directory().platform_managers():
        notify(to=managers, kind=JOB_FAILED.code, subject=subject, body=body)
    else:
        post_mail(to=instance().contact_email, subject=subject, body=body)
