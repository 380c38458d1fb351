"""What is known of somebody besides their name, in words, for who follows them."""

from collections.abc import Iterator

from o2r.people.enums import Housing
from o2r.people.languages import language_name
from o2r.people.models import Person
from o2r.people.narrowing import reads_coded_facts
from o2r.people.places import place_name
from o2r.people.selectors.reading import Name, Reader


def facts_of(reader: Reader, person: Person, name: Name) -> list[tuple[str, str]]:
    """Terms and what is said of each; what nobody said is left out."""
    if not reads_coded_facts(reader.groups, reader.shared):
        return []
    return [(term, text) for term, text in _told(person, name) if text]


def _told(person: Person, name: Name) -> Iterator[tuple[str, str]]:
    yield "Prénom et nom", name.full
    yield "Né(e) le", f"{name.born:%d/%m/%Y}" if name.born else ""
    yield "Vérifié par", name.verified_by
    yield "Âge", "" if name.born else person.get_age_band_display()
    yield "Genre", person.get_gender_display()
    yield "Langue", _language(person)
    yield "Ne doit pas interpréter", name.interpreter_caution
    yield "Domicile", _housing(person)
    yield "Commune", place_name(person.commune) if person.commune else ""
    yield "Quartier prioritaire", _yes_no(person.in_qpv)
    yield "France ruralités revitalisation", _yes_no(person.in_frr)


def _language(person: Person) -> str:
    parts = [language_name(person.language)] if person.language else []
    parts += ["avec un interprète"] if person.needs_interpreter else []
    parts += ["en français facile (FALC)"] if person.needs_plain_words else []
    return ", ".join(parts)


def _housing(person: Person) -> str:
    told = person.get_housing_display()
    if person.housing != Housing.NONE or person.is_domiciled is None:
        return str(told)
    return f"{told}, {'avec' if person.is_domiciled else 'sans'} domiciliation"


def _yes_no(known: bool | None) -> str:
    return {True: "oui", False: "non"}.get(known, "") if known is not None else ""
