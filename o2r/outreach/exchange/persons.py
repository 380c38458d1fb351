"""A line as a person: the name gives the rung of the ladder, and the rung what is kept. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from o2r.outreach.enums import ImportKind
from o2r.outreach.exchange import values
from o2r.outreach.exchange.lines import LineReader, read_lines
from o2r.outreach.exchange.rows import Found, LeftOut, PersonRow, Rules
from o2r.people.enums import IdentityLevel
from o2r.projects.exchange.cells import CellError
from o2r.projects.exchange.tables import Line
from o2r.projects.exchange.values import Refused, mailbox
from o2r.territory.folding import fold
from o2r.territory.typography import typographic

NAMING = ("known_as", "first_name", "last_name", "last_first", "first_last")
YOUNGEST = 16
"""The O2R begins there: below, the year is looked at again."""


def read_persons(
    lines: Sequence[Line], mapping: Mapping[str, str], rules: Rules
) -> Found[PersonRow]:
    """The persons of a sheet, and all that is wrong in it. Raises TableError for a bad mapping.

    Two lines that name somebody alike are remarked, never joined.
    """
    found = read_lines(ImportKind.PERSONS, lines, mapping, _person, rules)
    return replace(found, remarks=(*found.remarks, *_alike(found.rows)))


def _alike(rows: Sequence[PersonRow]) -> list[CellError]:
    seen: dict[tuple[str, date | None], int] = {}
    said = []
    for row in rows:
        before = seen.setdefault((fold(row.name), row.birth_date), row.line)
        if before != row.line:
            said.append(
                CellError(
                    row.line,
                    "nom",
                    typographic(
                        f"se nomme comme la ligne {before} : si c’est la même personne, gardez "
                        "une seule ligne"
                    ),
                )
            )
    return said


@dataclass(frozen=True)
class _Named:
    known_as: str = ""
    first_name: str = ""
    last_name: str = ""

    @property
    def level(self) -> IdentityLevel:
        """Nobody is verified by a file."""
        has_both = self.first_name and self.last_name
        return IdentityLevel.DECLARED if has_both else IdentityLevel.PSEUDONYM


def _person(line: LineReader, rules: Rules) -> PersonRow | LeftOut:
    zone = ZoneInfo(rules.zone)
    day = values.day(rules.now, zone)
    named = _named(line)
    birth_date, age = _born(line, named.level, rules, zone)
    followed_since = line.read("followed_since", day, None)
    last_contact_on = _last_contact(line, line.read("last_contact_on", day, None), followed_since)
    row = PersonRow(
        line=line.number,
        reference=line.text("reference", values.LONGEST_NAME),
        level=named.level,
        known_as=named.known_as,
        first_name=named.first_name,
        last_name=named.last_name,
        other_names=line.texts("other_names", values.LONGEST_NAME),
        birth_date=birth_date,
        age=age,
        gender=line.read("gender", values.gender, None),
        commune=commune_of(line),
        housing=line.read("housing", values.housing, None),
        is_domiciled=line.read("is_domiciled", values.yes_or_no, None),
        language=line.read("language", values.language, None) or "",
        needs_interpreter=bool(line.read("needs_interpreter", values.yes_or_no, None)),
        phone=line.read("phone", values.phone, ""),
        email=line.read("email", mailbox, ""),
        no_voicemail=line.read("may_leave_message", values.yes_or_no, None) is not True,
        usual_places=" ; ".join(line.texts("usual_places", values.LONGEST_TEXT)),
        team=line.text("team", values.LONGEST_TEXT),
        referent=line.text("referent", values.LONGEST_TEXT),
        followed_since=followed_since,
        last_contact_on=last_contact_on,
        is_protected=bool(line.read("is_protected", values.yes_or_no, None)),
        note=line.note(),
    )
    reason = _why_left(line, last_contact_on, rules)
    return LeftOut(line.number, row.name, typographic(reason)) if reason else row


def commune_of(line: LineReader) -> str:
    """The commune, by its code or its name."""
    by_code = line.read("commune_code", values.commune_code, "")
    return by_code or line.read("commune", values.commune, "")


def _why_left(line: LineReader, last_contact_on: date | None, rules: Rules) -> str:
    if line.read("left_active_list", values.yes_or_no, None):
        return "elle est sortie de la file active."
    if rules.oldest and last_contact_on and last_contact_on < rules.oldest:
        return (
            f"aucun contact depuis le {last_contact_on:%d/%m/%Y} : la durée de conservation est "
            "passée."
        )
    return ""


# --- Names ----------------------------------------------------------------------------------------


def _named(line: LineReader) -> _Named:
    known_as = line.read("known_as", values.nickname, "")
    first_name = line.read("first_name", values.civil_name, "")
    last_name = line.read("last_name", values.civil_name, "")
    for code in ("last_first", "first_last"):
        whole = line.read(code, values.nickname, "")
        if not whole or first_name or last_name:
            continue
        if parts := _cut(whole, last_comes_first=code == "last_first"):
            first_name, last_name = parts
        else:
            known_as = known_as or whole
            if " " in whole:
                line.remark(code, "où couper n’est pas sûr : repris en entier comme un surnom")
    return _on_a_rung(line, known_as, first_name, last_name)


def _cut(whole: str, *, last_comes_first: bool) -> tuple[str, str] | None:
    try:
        return values.split_name(whole, last_comes_first=last_comes_first)
    except Refused:
        # « Momo 69 » is a nickname, whatever the column is called.
        return None


def _on_a_rung(line: LineReader, known_as: str, first_name: str, last_name: str) -> _Named:
    """What a pseudonym keeps: one nickname. Both names make a declared identity."""
    if first_name and last_name:
        return _Named(known_as, first_name, last_name)
    if first_name and known_as:
        line.remark("first_name", "sans nom de famille, seul le surnom est gardé")
    elif last_name and known_as:
        line.remark("last_name", "sans prénom, seul le surnom est gardé")
    elif last_name:
        line.refuse("last_name", "un nom de famille seul : ajoutez le prénom, ou un surnom")
    elif not (first_name or known_as or line.is_wrong(*NAMING)):
        code = next((one for one in NAMING if line.has_column(one)), "known_as")
        line.refuse(
            code,
            "rien ne nomme cette personne : donnez un surnom ou un prénom, ou comptez un passage "
            "anonyme",
        )
    return _Named(known_as or first_name)


# --- Days -----------------------------------------------------------------------------------------


def _born(
    line: LineReader, level: IdentityLevel, rules: Rules, zone: ZoneInfo
) -> tuple[date | None, int | None]:
    """The birth date, when the rung keeps it, and the age."""
    born = line.read("birth_date", values.day(rules.now, zone), None)
    age = line.read("age", values.age, None)
    if born is not None:
        age = values.years_between(born, rules.now.astimezone(zone).date())
        if age < YOUNGEST:
            line.remark("birth_date", f"moins de {YOUNGEST} ans : vérifiez l’année")
    if born is not None and level is IdentityLevel.PSEUDONYM:
        line.remark(
            "birth_date",
            "sans nom ni prénom, la date de naissance n’est pas gardée : seulement l’âge",
        )
        return None, age
    return born, age


def _last_contact(
    line: LineReader, last_contact_on: date | None, followed_since: date | None
) -> date | None:
    if last_contact_on and followed_since and last_contact_on < followed_since:
        line.refuse(
            "last_contact_on",
            f"le dernier contact ({last_contact_on:%d/%m/%Y}) précède le début du suivi "
            f"({followed_since:%d/%m/%Y})",
        )
    found = last_contact_on or followed_since
    if found is None and not line.is_wrong("last_contact_on", "followed_since"):
        line.refuse(
            "last_contact_on",
            "ni dernier contact, ni début du suivi : la durée de conservation ne partirait de rien",
        )
    return found
