from datetime import datetime, timedelta

from o2r.core.jobs.registry import recurring
from o2r.core.journal.authors import Author
from o2r.core.retention.services import run
from o2r.outreach.services.life import alert_late_rounds


@recurring("rounds-not-back", every=timedelta(minutes=1))
def rounds_not_back(now: datetime) -> str:
    """Teams of which nobody said that they are back."""
    told = alert_late_rounds(now=now)
    return f"{told} tournée(s) sans retour signalé." if told else ""


# A day is short: the daily round of retention would keep a file up to two.
@recurring("waiting-imports", every=timedelta(hours=1))
def waiting_imports(now: datetime) -> str:
    """Files that nobody confirmed in time go with their keys: people erased since may be there."""
    done = list(run(by=Author.system("waiting-imports"), now=now, only="outreach.ImportFile"))
    gone = sum(one.ended for one in done)
    return f"{gone} fichier(s) à importer, passés sans suite." if gone else ""
