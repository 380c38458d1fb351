"""Lines that are somebody: who follows them, what is kept, what the rules of a file refuse."""

from collections.abc import Sequence

from o2r.accounts.errors import DomainError
from o2r.accounts.models import User
from o2r.core import clock
from o2r.outreach.enums import ImportKind
from o2r.outreach.exchange.fingerprints import of_name
from o2r.outreach.exchange.rows import PersonRow
from o2r.outreach.services.imports.desk import Desk, team_of
from o2r.outreach.services.imports.plans import Planned, Sorting
from o2r.people.enums import ContactKind
from o2r.people.services import Given, Means
from o2r.people.services.taking_over import Taken, preparing

_COLUMNS = {"value": "phone", "birth_date": "birth_date", "text": "note"}
"""Where a refusal is said, when its field bears another name than its column."""


def sort_persons(sorting: Sorting, desk: Desk, rows: Sequence[tuple[PersonRow, str]]) -> None:
    """Keep the rows that may be written, each under the rules of a file opened by hand."""
    prepare = preparing(desk.organisation)
    digest = desk.digest(ImportKind.PERSONS)
    for row, known_by in rows:
        referent = _referent(sorting, desk, row)
        if referent is None:
            continue
        taken = _taken(sorting, desk, row, referent)
        try:
            prepare(taken)
        except DomainError as error:
            field = error.field or ""
            sorting.refuse(row.line, _COLUMNS.get(field, field), _lowered(str(error)))
            continue
        # A protected file is found by nobody who looks for a name.
        name = "" if row.is_protected else of_name(digest, row.name)
        says = f"{row.level.label}, référent : {referent}"
        sorting.persons.append(Planned(row.line, row.name, says, known_by, taken, name, row))


def _referent(sorting: Sorting, desk: Desk, row: PersonRow) -> User | None:
    """The colleague named, or who imports; None when nobody can be."""
    if not row.referent:
        return desk.author
    found = desk.colleague(row.referent)
    if found is None:
        sorting.refuse(
            row.line,
            "referent",
            "ce n’est le nom ni l’adresse de personne qui accompagne dans votre organisation : "
            "corrigez, ou videz la cellule et vous serez référent",
        )
        return None
    if found.user_id != desk.by.user and not found.is_settled(clock.now()):
        sorting.refuse(
            row.line,
            "referent",
            "ce compte a moins de 24 heures et ne montre encore aucune donnée personnelle : "
            "importez demain, ou videz la cellule",
        )
        return None
    return found.user


def _taken(sorting: Sorting, desk: Desk, row: PersonRow, referent: User) -> Taken:
    if row.is_protected and referent.pk != desk.by.user:
        sorting.remark(
            row.line,
            "is_protected",
            "dossier protégé : dès l’import, son référent seul le rencontre, et vous ne le verrez "
            "plus",
        )
    last = row.last_contact_on or clock.today()
    return Taken(
        given=Given(row.known_as, row.first_name, row.last_name, row.birth_date, _coded(row)),
        level=row.level,
        referent=referent,
        opened_on=min(row.followed_since or last, last),
        last_contact_on=last,
        age=row.age,
        team=team_of(sorting, desk, row.line, row.team),
        contacts=tuple(_contacts(row)),
        note=_note(row),
        is_protected=row.is_protected,
    )


def _coded(row: PersonRow) -> dict[str, object]:
    return {
        "gender": row.gender or "",
        "commune": row.commune,
        "housing": row.housing or "",
        "is_domiciled": row.is_domiciled,
        "language": row.language,
        "needs_interpreter": row.needs_interpreter,
    }


def _contacts(row: PersonRow) -> list[Means]:
    """With the precautions that nobody lifted: no message, a sender that says nothing."""
    found = []
    if row.phone:
        found.append(Means(ContactKind.PHONE, row.phone, no_voicemail=row.no_voicemail))
    if row.email:
        found.append(Means(ContactKind.EMAIL, row.email))
    if row.usual_places:
        found.append(Means(ContactKind.PLACE, row.usual_places))
    return found


def _note(row: PersonRow) -> str:
    """What the team had noted, after the other names of the person."""
    others = ", ".join(row.other_names)
    called = f"Se fait aussi appeler\u00a0: {others}." if others else ""
    return "\n\n".join(text for text in (called, row.note) if text)


def _lowered(sentence: str) -> str:
    """A sentence, as what follows « colonne X : »."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")
