"""Whom the lines of a file name: people taken over from another file, or whom one follows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from o2r.accounts.actors import Actor
from o2r.core.belt import errand
from o2r.core.crypto.errors import NoKey
from o2r.core.crypto.fields import read_sealed
from o2r.core.crypto.sealing import prefetch_keys
from o2r.core.slices import slices
from o2r.outreach.enums import ImportKind
from o2r.outreach.exchange.fingerprints import of_name, of_reference
from o2r.outreach.exchange.rows import PassageRow
from o2r.outreach.models import ImportedRow
from o2r.outreach.selectors.people_seen import files_followed, writable
from o2r.outreach.services.imports.desk import Desk, imported
from o2r.outreach.services.imports.plans import Sorting
from o2r.outreach.services.people_met import may_write
from o2r.people.enums import IdentityLevel
from o2r.people.models import Identity, Person
from o2r.people.recognising import names_of
from o2r.people.services.taking_over import SLICE
from o2r.territory.folding import fold

MOST_FOLLOWED = 1_000
"""Files whose names are read to find one: those met last."""


@dataclass
class People:
    """``referred`` and ``named``: files by reference and by folded name. ``born``: known births.

    ``open``: those that a file may complete.
    """

    referred: dict[str, UUID] = field(default_factory=dict)
    named: dict[str, set[UUID]] = field(default_factory=dict)
    born: dict[UUID, date] = field(default_factory=dict)
    open: set[UUID] = field(default_factory=set)

    def find(self, sorting: Sorting, row: PassageRow) -> UUID | None:
        """The file of whom a row names; None for nobody, or after a refusal."""
        if not (row.person_reference or row.person_name):
            return None
        code = "person_name" if row.person_name else "person_reference"
        if row.person_reference in self.referred:
            found = {self.referred[row.person_reference]}
        else:
            found = self.named.get(fold(row.person_name), set()) if row.person_name else set()
        if not found:
            sorting.refuse(
                row.line,
                code,
                "cette personne n’est dans aucun fichier repris, ni parmi celles que vous suivez : "
                "importez d’abord les personnes, ou videz la cellule pour un passage anonyme",
            )
        elif len(found) > 1:
            sorting.refuse(
                row.line,
                code,
                "plusieurs personnes se nomment ainsi : donnez l’identifiant de la personne",
            )
        elif not found <= self.open:
            # Whether the file is closed, or protected, is nothing to say here.
            sorting.refuse(
                row.line,
                code,
                "le dossier de cette personne ne se complète pas par un fichier : son référent "
                "notera la rencontre",
            )
        else:
            return next(iter(found))
        return None


def people_named(desk: Desk, rows: Sequence[PassageRow]) -> People:
    """The people whom these rows name. A handful of queries for each few hundred of them."""
    people, digest = People(), desk.digest(ImportKind.PERSONS)
    by_reference = {
        of_reference(digest, one): one for one in {row.person_reference for row in rows} if one
    }
    by_name = {of_name(digest, one): fold(one) for one in {row.person_name for row in rows} if one}
    place = desk.organisation.pk
    for row in imported(place, ImportKind.PERSONS, by_reference):
        if row.person_id:
            people.referred[by_reference[row.digest]] = row.person_id
    for row in _imported_by_name(desk, by_name):
        if row.person_id:
            people.named.setdefault(by_name[row.name_digest], set()).add(row.person_id)
    _follow(desk.by, people, {fold(row.person_name) for row in rows if row.person_name})
    found = {*people.referred.values(), *(one for some in people.named.values() for one in some)}
    _look(desk.by, people, found)
    return people


def _imported_by_name(desk: Desk, digests: Collection[str]) -> list[ImportedRow]:
    """Those that one has imported oneself: nobody tries names on the files of colleagues."""
    rows = ImportedRow.objects.filter(
        organisation=desk.organisation.pk, kind=ImportKind.PERSONS, act__owner=desk.author
    )
    return [
        one
        for some in slices(digests, SLICE)
        for one in rows.filter(name_digest__in=some).order_by("pk")
    ]


def _follow(by: Actor, people: People, wanted: set[str]) -> None:
    """The files that one follows, by their names, when some name was in no file taken over."""
    if by.organisation is None or not wanted - set(people.named):
        return
    rows = files_followed(by).with_followers().select_related("identity")
    mine = writable(by, rows.order_by("-last_contact_on", "pk")[:MOST_FOLLOWED])
    prefetch_keys(organisation=by.organisation, subjects=[one.pk for one in mine])
    for one in mine:
        try:
            said = read_sealed(
                one.identity, "known_as", "first_name", "last_name", organisation=by.organisation
            )
        except NoKey:
            continue
        for name in {fold(name) for name in names_of(**said)} & wanted:
            people.named.setdefault(name, set()).add(one.pk)


@errand("imported-files")
def _look(by: Actor, people: People, files: Collection[UUID]) -> None:
    """Which of these files a line may complete, and when their people were born.

    One taken over from a file of the operator is completed by another of its files, whoever
    follows it; a protected one, by who is named in it alone.
    """
    for some in slices(sorted(files), SLICE):
        rows = Person.objects.filter(pk__in=some, organisation=by.organisation).with_followers()
        seen = [one for one in rows.order_by("pk") if one.is_followed]
        kept = [one for one in seen if not one.is_protected or may_write(by, one)]
        people.open |= {one.pk for one in kept}
        dated = [one.pk for one in kept if one.level != IdentityLevel.PSEUDONYM]
        if by.organisation is None or not dated:
            continue
        prefetch_keys(organisation=by.organisation, subjects=dated)
        for identity in Identity.objects.filter(person__in=dated).order_by("pk"):
            said = read_sealed(identity, "birth_date", organisation=by.organisation)
            if said["birth_date"]:
                people.born[identity.person_id] = date.fromisoformat(said["birth_date"])
