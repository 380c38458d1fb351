"""The people and organisations of a demonstration: invented, pleasant, and never real.

One person for each role, and a second operator; one person works for two organisations. Domains end
in ``.example`` (RFC 2606): no message can reach anyone.
"""

from dataclasses import dataclass

from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.enums import OrganisationKind as Kind
from o2r.accounts.enums import OrganisationState as State

PLATFORM = "Équipe de la plateforme de démonstration"
PASSERELLES = "Les Passerelles du Val d’Essai"
FABRIQUE = "La Fabrique des Possibles d’Aubrelieu"
MISSION_LOCALE = "Mission locale d’Aubrelieu"
DREETS = "DREETS de démonstration"
DGEFP = "DGEFP de démonstration"
OBSERVATORY = "Observatoire du Val d’Essai"
LISIERES = "Association Les Lisières"


@dataclass(frozen=True)
class DemoOrganisation:
    """One invented organisation. ``region``: where it is; what a State service answers for."""

    kind: Kind
    region: str = ""
    state: State = State.OPEN


@dataclass(frozen=True)
class DemoAccount:
    """One invented person, and what they do where."""

    email: str
    name: str
    organisation: str
    role: Role
    what: str
    manages_accounts: bool = False
    is_dpo: bool = False


ORGANISATIONS = {
    PLATFORM: DemoOrganisation(Kind.PLATFORM),
    PASSERELLES: DemoOrganisation(Kind.ASSOCIATION, region="84"),
    FABRIQUE: DemoOrganisation(Kind.TRAINING_BODY),
    MISSION_LOCALE: DemoOrganisation(Kind.MISSION_LOCALE, region="84"),
    DREETS: DemoOrganisation(Kind.DREETS, region="84"),
    DGEFP: DemoOrganisation(Kind.DGEFP),
    OBSERVATORY: DemoOrganisation(Kind.RESEARCH),
    LISIERES: DemoOrganisation(Kind.ASSOCIATION, state=State.DECLARED),
}

ACCOUNTS = (
    DemoAccount(
        email="camille.arnoux@plateforme.example",
        name="Camille Arnoux",
        organisation=PLATFORM,
        role=Role.PLATFORM_MANAGER,
        what="Gestion de la plateforme : projets, imports, organisations, réglages",
        manages_accounts=True,
    ),
    DemoAccount(
        email="theo.marchal@plateforme.example",
        name="Théo Marchal",
        organisation=PLATFORM,
        role=Role.PLATFORM_SUPPORT,
        what="Assistance : aide les utilisateurs sans rien voir des personnes",
    ),
    DemoAccount(
        email="sami.belloc@passerelles.example",
        name="Sami Belloc",
        organisation=PASSERELLES,
        role=Role.COORDINATOR,
        what="Coordination d’un opérateur : ses projets, ses messages, son équipe",
    ),
    DemoAccount(
        email="ines.valmont@passerelles.example",
        name="Inès Valmont",
        organisation=PASSERELLES,
        role=Role.OUTREACH_WORKER,
        what="Intervention de rue chez un opérateur",
    ),
    DemoAccount(
        email="hugo.perrin@passerelles.example",
        name="Hugo Perrin",
        organisation=PASSERELLES,
        role=Role.CASEWORKER,
        what="Accompagnement chez un opérateur",
    ),
    DemoAccount(
        email="nadege.colin@passerelles.example",
        name="Nadège Colin",
        organisation=PASSERELLES,
        role=Role.MEMBER,
        what="Gestion des comptes d’un opérateur : équipe, invitations, journal, alertes",
        manages_accounts=True,
    ),
    DemoAccount(
        email="odile.marchetti@passerelles.example",
        name="Odile Marchetti",
        organisation=PASSERELLES,
        role=Role.MEMBER,
        what="Protection des données d’un opérateur : journal, alertes, droits",
        is_dpo=True,
    ),
    DemoAccount(
        email="lina.quesnel@fabrique.example",
        name="Lina Quesnel",
        organisation=FABRIQUE,
        role=Role.OUTREACH_WORKER,
        what="Équipe d’un autre opérateur",
    ),
    DemoAccount(
        email="rosa.delmas@fabrique.example",
        name="Rosa Delmas",
        organisation=FABRIQUE,
        role=Role.COORDINATOR,
        what="Coordination d’un autre opérateur",
    ),
    DemoAccount(
        email="karim.tessier@mission-locale.example",
        name="Karim Tessier",
        organisation=MISSION_LOCALE,
        role=Role.PARTNER_ADVISER,
        what="Conseil dans une mission locale partenaire",
    ),
    DemoAccount(
        email="helene.aubry@dreets.example",
        name="Hélène Aubry",
        organisation=DREETS,
        role=Role.STATE_OFFICER,
        what="Instruction en région : approuve les organisations",
        manages_accounts=True,
    ),
    DemoAccount(
        email="paul.delorme@dgefp.example",
        name="Paul Delorme",
        organisation=DGEFP,
        role=Role.NATIONAL_OFFICER,
        what="Pilotage national",
    ),
    DemoAccount(
        email="agnes.morin@observatoire.example",
        name="Agnès Morin",
        organisation=OBSERVATORY,
        role=Role.RESEARCHER,
        what="Recherche",
    ),
    DemoAccount(
        email="yann.keller@lisieres.example",
        name="Yann Keller",
        organisation=LISIERES,
        role=Role.CANDIDATE,
        what="Candidature à un appel à projets",
    ),
)


@dataclass(frozen=True)
class AlsoWorksFor:
    """What a person of the list does in another organisation."""

    email: str
    organisation: str
    role: Role


ALSO = (AlsoWorksFor("karim.tessier@mission-locale.example", OBSERVATORY, Role.MEMBER),)
"""Who chooses, in the header, for whom they act."""

MANAGER = "nadege.colin@passerelles.example"
TEAMS = {
    MANAGER: {
        "Maraude du soir": ("ines.valmont@passerelles.example", "sami.belloc@passerelles.example"),
        "Permanence de la gare": ("hugo.perrin@passerelles.example",),
    }
}
"""Teams, by who made them: their name and their members."""
INVITED = {MANAGER: "clara.nivelle@passerelles.example"}
"""Who was invited and has not come yet, by who invited them."""
ASKS_TO_OPEN = "yann.keller@lisieres.example"
"""A candidate who also asks for their organisation to be opened."""
