"""The kinds of territorial units. No Django here: the zone algebra reads this module."""

from enum import StrEnum


class UnitKind(StrEnum):
    """A kind of unit, as it is written before the colon in an expression (``dep:38``).

    ``COM`` is a commune. The collectivités d'outre-mer have no kind of their own: they are written
    as départements (``dep:987``), as the official code does.
    """

    FR = "fr"
    REG = "reg"
    DEP = "dep"
    EPCI = "epci"
    EPT = "ept"
    COM = "com"
    QPV = "qpv"
    FRR = "frr"

    @property
    def noun(self) -> str:
        """The French noun, for messages."""
        return _NOUNS[self]

    @property
    def is_local(self) -> bool:
        """Whether units of this kind come from a list imported in the database."""
        return self in (UnitKind.QPV, UnitKind.FRR)


_NOUNS = {
    UnitKind.FR: "France",
    UnitKind.REG: "région",
    UnitKind.DEP: "département",
    UnitKind.EPCI: "EPCI",
    UnitKind.EPT: "établissement public territorial",
    UnitKind.COM: "commune",
    UnitKind.QPV: "quartier prioritaire",
    UnitKind.FRR: "zonage FRR",
}
