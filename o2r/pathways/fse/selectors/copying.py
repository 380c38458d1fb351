"""What a sheet may copy from the file of a person: with their knowledge, as far as one reads it."""

from o2r.people.enums import ContactKind, Gender
from o2r.people.models import Person
from o2r.people.selectors.reading import Name, Reader, contacts_of

_SEXES = {Gender.WOMAN: "F", Gender.MAN: "M", Gender.OTHER: "X"}
_CONTACTS = {
    ContactKind.PHONE: "telephone",
    ContactKind.EMAIL: "courriel",
    ContactKind.ADDRESS: "adresse",
}


def copied_from(person: Person, reader: Reader, name: Name) -> dict[str, str]:
    """Identity, commune and the first means of contact of each kind, by code of field.

    Neither housing nor anything voluntary: each of those answers is asked for. ``person`` with its
    contacts.
    """
    found = {
        "nom": name.last_name,
        "prenom": name.first_name,
        "date_naissance": name.birth_date,
        "sexe": _SEXES.get(Gender(person.gender), "") if person.gender else "",
        "commune_residence_insee": person.commune,
    }
    for one in contacts_of(reader, person):
        code = _CONTACTS.get(ContactKind(one.row.kind), "")
        if code and code not in found:
            found[code] = " ".join(one.value.split())
    return {code: value for code, value in found.items() if value}
