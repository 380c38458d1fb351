"""The link that proves a mailbox, sent to whoever wants to exercise their rights."""

from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record
from o2r.core.notifications.models import Mail
from o2r.core.notifications.services import post_mail
from o2r.core.retention.proofs import token_for

LINKS_A_DAY = 3
SUBJECT = "Exercer vos droits sur vos données"


@transaction.atomic
def send_link(*, by: Author, email: str) -> bool:
    """Send the link to an address, whether the platform knows it or not: nothing is looked up.

    At most three a day to one address, so that the form cannot flood a mailbox. Returns whether a
    mail leaves; the person who asked is told the same in both cases.
    """
    recent = Mail.objects.filter(
        to__iexact=email,
        subject__contains=SUBJECT,
        created_at__gt=clock.now() - timedelta(days=1),
    )
    if recent.count() >= LINKS_A_DAY:
        return False
    path = reverse("retention:proven") + "?" + urlencode({"jeton": token_for(email)})
    post_mail(
        to=email.strip().lower(),
        subject=f"[{settings.SITE_NAME}] {SUBJECT}",
        body=(
            "Quelqu’un, sans doute vous, souhaite exercer ses droits sur les données liées à cette "
            f"adresse.\n\nPour continuer, ouvrez ce lien dans les deux heures :\n"
            f"{settings.PUBLIC_URL}{path}\n\n"
            "Si ce n’est pas vous, ne faites rien : aucune donnée n’a été montrée ni changée.\n"
        ),
    )
    record(by=by, action="rights-link", kind="subject.visitor", object_id=None, organisation=None)
    return True
