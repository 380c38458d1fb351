"""The people and organisations of a demonstration: invented, pleasant, and never real.

Domains end in ``.example`` (RFC 2606): no message can reach anyone.
"""

from dataclasses import dataclass

from o2r.accounts.enums import MembershipRole, OrganisationKind

PASSERELLES = "Les Passerelles du Val d’Essai"
FABRIQUE = "La Fabrique des Possibles d’Aubrelieu"


@dataclass(frozen=True)
class DemoAccount:
    """One invented person. ``organisation`` is None for who runs the platform itself."""

    email: str
    name: str
    role: str
    is_instance_manager: bool = False
    organisation: str | None = None
    membership_role: MembershipRole = MembershipRole.MEMBER


ORGANISATIONS = {
    PASSERELLES: OrganisationKind.ASSOCIATION,
    FABRIQUE: OrganisationKind.TRAINING_BODY,
}

ACCOUNTS = (
    DemoAccount(
        email="camille.arnoux@plateforme.example",
        name="Camille Arnoux",
        role="Gestion de la plateforme : tous les projets, les imports, les signalements",
        is_instance_manager=True,
    ),
    DemoAccount(
        email="sami.belloc@passerelles.example",
        name="Sami Belloc",
        role=f"Coordination d’un opérateur ({PASSERELLES}) : ses projets et ses messages",
        organisation=PASSERELLES,
        membership_role=MembershipRole.COORDINATOR,
    ),
    DemoAccount(
        email="lina.quesnel@fabrique.example",
        name="Lina Quesnel",
        role=f"Équipe d’un autre opérateur ({FABRIQUE})",
        organisation=FABRIQUE,
    ),
)
