"""The papers of a person: what was made for them, what their safe keeps."""

import base64
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.crypto.fields import read_sealed
from o2r.core.documents import Document
from o2r.core.files.content.types import FileType
from o2r.pathways.papers.content import of_text
from o2r.pathways.papers.models import IssuedDocument, SafeCode, SafeContent, SafeDocument
from o2r.pathways.rules import number
from o2r.people.models import Person, TrustCard
from o2r.people.selectors.reading import Reader


@dataclass(frozen=True)
class Kept:
    """One paper of a safe. ``code``: the one that opens it, when it is still alive."""

    row: SafeDocument
    title: str
    code: SafeCode | None

    @property
    def ends_soon(self) -> bool:
        """Whether it is time to renew it."""
        return self.row.ends_by(soon())

    @property
    def is_over(self) -> bool:
        """Whether it is no longer valid."""
        return self.row.ends_by(clock.today() - timedelta(days=1))


def soon() -> date:
    """The day by which a paper that ends is told of."""
    return clock.today() + timedelta(days=number("safe-expiry-days"))


def readable(row: IssuedDocument, groups: Collection[str]) -> bool:
    """Whether all that a document holds may be read."""
    return set(row.groups) <= set(groups)


def issued_to(person: Person, groups: Collection[str]) -> list[IssuedDocument]:
    """The documents of somebody that one may read, the newest first. One query."""
    rows = IssuedDocument.objects.filter(person=person).defer("content")
    rows = rows.select_related("version", "made_by").order_by("-made_at", "pk")
    return [one for one in rows if readable(one, groups)]


def issued(person: Person, key: UUID, groups: Collection[str]) -> IssuedDocument | None:
    """One of them."""
    rows = IssuedDocument.objects.filter(pk=key, person=person).select_related("version", "person")
    row = rows.order_by("pk").first()
    return row if row is not None and readable(row, groups) else None


def content_of(row: IssuedDocument, organisation: UUID) -> Document:
    """What a document says. Raises NoKey, Unreadable, KeysUnavailable."""
    return of_text(read_sealed(row, "content", organisation=organisation)["content"])


def safe_of(reader: Reader, person: Person) -> list[Kept]:
    """What the safe of somebody keeps. Two queries."""
    rows = SafeDocument.objects.filter(person=person).order_by("kind", "added_on", "pk")
    codes = SafeCode.objects.filter(person=person, revoked_at=None).order_by("pk")
    live = {one.document_id: one for one in codes if one.is_live}
    return [Kept(row, reader.open(row, "title").get("title", ""), live.get(row.pk)) for row in rows]


def kept_paper(person: Person, key: UUID) -> SafeDocument | None:
    """One paper of a safe."""
    rows = SafeDocument.objects.filter(pk=key, person=person).select_related("person")
    return rows.order_by("pk").first()


@dataclass(frozen=True)
class Opened:
    """The file of a paper."""

    content: bytes
    type: FileType

    @property
    def name(self) -> str:
        """A name that says nothing of what it holds."""
        return f"papier.{self.type.value}"


def opened(document: SafeDocument, organisation: UUID) -> Opened | None:
    """The file of a paper that is kept; None for any other. Raises NoKey, Unreadable."""
    row = SafeContent.objects.filter(document=document).first()
    if row is None or not document.is_kept:
        return None
    text = read_sealed(row, "content", organisation=organisation)["content"]
    return Opened(base64.b64decode(text), FileType(document.file_type))


@errand("safe-code")
def lent(digest: str) -> SafeCode | None:
    """The code of this digest, while it opens something, with its paper."""
    rows = SafeCode.objects.live(clock.now()).filter(digest=digest)
    return rows.select_related("document", "person__organisation").order_by("pk").first()


@errand("safe-code")
def file_lent(code: SafeCode) -> Opened | None:
    """The file of the paper that a code has just opened: its opening is counted and written."""
    return opened(code.document, code.person.organisation_id)


@errand("trust-card")
def safe_of_card(card: TrustCard) -> list[Kept]:
    """What the safe keeps, for the person themselves. Three queries."""
    here = card.person.organisation_id
    rows = SafeDocument.objects.filter(person=card.person).order_by("kind", "added_on", "pk")
    codes = SafeCode.objects.filter(person=card.person, revoked_at=None).order_by("pk")
    live = {one.document_id: one for one in codes if one.is_live}
    return [
        Kept(row, read_sealed(row, "title", organisation=here)["title"], live.get(row.pk))
        for row in rows
    ]


@errand("trust-card")
def own_paper(card: TrustCard, key: UUID) -> SafeDocument | None:
    """One paper of the safe of a card."""
    return kept_paper(card.person, key)


@errand("trust-card")
def own_file(card: TrustCard, document: SafeDocument) -> Opened | None:
    """Its file; None when it is not kept yet."""
    return opened(document, card.person.organisation_id)
