"""What may be told outside the team, on which ground, and until when. Pure.

Consent and shared secrecy are two objects of the law, never mixed. By consent, a person lets be
told whatever they choose. Shared secrecy needs no agreement: the law bounds it instead to what is
strictly necessary, which what a person has told never is (CASF art. L. 121-6-2).
"""

from collections.abc import Collection

from o2r.people.enums import Basis, Purpose, SharedField

_WHO = frozenset({SharedField.FIRST_NAME, SharedField.FULL_NAME, SharedField.PHONE})
_NECESSARY = {
    Purpose.ACCOMPANY: _WHO | {SharedField.CONTACT, SharedField.ROUTE, SharedField.BARRIERS},
    Purpose.REFER: _WHO | {SharedField.CONTACT, SharedField.BARRIERS},
    Purpose.APPOINTMENT: _WHO | {SharedField.ROUTE},
    Purpose.REMIND: _WHO - {SharedField.FULL_NAME},
    Purpose.QUOTE: frozenset[SharedField](),
}
"""The texts say « strictement nécessaire » and give no list: this one is the product's, said to be
« provisoire » to who goes beyond it, until a data protection officer has read it."""


def necessary(purpose: Purpose) -> frozenset[SharedField]:
    """What shared secrecy may carry for a purpose; empty when it cannot serve it at all."""
    return frozenset(_NECESSARY[purpose])


def beyond(basis: Basis, purpose: Purpose, fields: Collection[SharedField]) -> list[SharedField]:
    """Of the fields asked, those that the ground does not let be told, in order."""
    if basis == Basis.CONSENT:
        return []
    return [one for one in SharedField if one in set(fields) - necessary(purpose)]


def in_order(fields: Collection[str]) -> list[SharedField]:
    """Codes of fields in the order of their list. Raises ValueError for an unknown one."""
    asked = {SharedField(one) for one in fields}
    return [one for one in SharedField if one in asked]
