"""Words of the accounts: what an organisation is, what a person does in it."""

from django.db import models


class OrganisationKind(models.TextChoices):
    """What an organisation is, whatever it does here.

    Being an O2R operator is not a kind: an association, a training body or an intercommunalité
    becomes one by carrying a funded project. The codes are published in the open data.
    """

    ASSOCIATION = "association", "association"
    TRAINING_BODY = "organisme-formation", "organisme de formation"
    SOCIAL_CENTRE = "centre-social", "centre social"
    WORK_INTEGRATION = "insertion-activite-economique", "insertion par l’activité économique"
    HOUSING = "logement-hebergement", "logement ou hébergement accompagné"
    HEALTH = "sante", "structure ou réseau de santé"
    EMPLOYMENT_HOUSE = "maison-emploi", "maison de l’emploi"
    COMPANY = "entreprise", "entreprise"
    LOCAL_AUTHORITY = "collectivite", "commune ou intercommunalité"
    SOCIAL_ACTION_CENTRE = "ccas-cias", "CCAS ou CIAS"
    DEPARTEMENT = "departement", "Département"
    REGION = "region", "Région"
    FRANCE_TRAVAIL = "france-travail", "France Travail"
    MISSION_LOCALE = "mission-locale", "mission locale"
    CAP_EMPLOI = "cap-emploi", "Cap emploi"
    DREETS = "dreets", "DREETS, DRIEETS ou DEETS"
    DGEFP = "dgefp", "DGEFP"
    STATE = "etat", "autre service de l’État"
    FEDERATION = "federation", "fédération ou tête de réseau"
    RESEARCH = "recherche", "recherche ou évaluation"
    PLATFORM = "plateforme", "équipe de la plateforme"
    OTHER = "autre", "autre"
    UNKNOWN = "non-precisee", "nature non précisée"

    @property
    def data_inclusion_network(self) -> str | None:
        """The code of data·inclusion v1 « réseaux porteurs » that says the same thing, if any."""
        return _NETWORKS.get(self)


_NETWORKS = {
    OrganisationKind.SOCIAL_ACTION_CENTRE: "ccas-cias",
    OrganisationKind.DEPARTEMENT: "departements",
    OrganisationKind.REGION: "regions",
    OrganisationKind.FRANCE_TRAVAIL: "france-travail",
    OrganisationKind.MISSION_LOCALE: "mission-locale",
    OrganisationKind.CAP_EMPLOI: "cap-emploi-reseau-cheops",
    OrganisationKind.EMPLOYMENT_HOUSE: "maisons-de-l-emploi",
}


class MembershipRole(models.TextChoices):
    """What a person does in an organisation."""

    COORDINATOR = "coordinator", "coordination"
    MEMBER = "member", "membre de l’équipe"
