"""What whoever received a referral reads of it: the fields that an agreement in force names."""

from dataclasses import dataclass
from uuid import UUID

from o2r.core import clock
from o2r.core.crypto.errors import NoKey
from o2r.core.crypto.fields import read_sealed
from o2r.pathways.referrals.models import Referral, ReferralLink, ReferralWords
from o2r.pathways.referrals.models.referral import WORDS
from o2r.people.models import Agreement, Person
from o2r.people.selectors.shared import Shared, shared_file


@dataclass(frozen=True)
class SharedByLink:
    """A referral, what is shared of the file with it, and what was written for the structure."""

    referral: Referral
    file: Shared | None
    words: str


def read_shared(row: Referral, *, organisation: UUID | None = None) -> SharedByLink:
    """What may be read today, with the keys of ``organisation``, else of who sent the referral.

    The caller decided, and journaled it. Raises KeysUnavailable.
    """
    keys, fields = organisation or row.organisation_id, row.open_fields()
    file = None
    if fields:
        rows = Person.objects.select_related("organisation", "identity")
        person = rows.filter(pk=row.person_id, is_protected=False).order_by("pk").first()
        if person is not None:
            file = _file(person, fields, keys)
    words = words_of(row, keys) if WORDS in row.open_groups() else ""
    return SharedByLink(row, file, words)


def _file(person: Person, fields: frozenset[str], keys: UUID) -> Shared | None:
    """The fields of a file; None when its key was taken away meanwhile."""
    try:
        return shared_file(person, [Agreement(fields=sorted(fields))], keys)
    except NoKey:
        return None


def opens(row: Referral, link: ReferralLink) -> bool:
    """Whether there is something to read today by a link, with a code."""
    if clock.today() > link.reads_until:
        return False
    if row.open_fields():
        return True
    said = ReferralWords.objects.filter(referral=row).exclude(words=b"")
    return WORDS in row.open_groups() and said.exists()


def words_of(row: Referral, organisation: UUID) -> str:
    """What was written for the structure; empty when its key is not held."""
    said: ReferralWords | None = getattr(row, "said", None)
    if said is None or not said.words:
        return ""
    try:
        return read_sealed(said, "words", organisation=organisation)["words"]
    except NoKey:
        return ""
