import pytest
from data_inclusion.schema.v1 import ReseauPorteur
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from o2r.accounts.enums import OrganisationKind
from o2r.accounts.models import Organisation, User
from tests.accounts.factories import OrganisationFactory, UserFactory

SIRET = "13003013300016"


def refused(**fields: object) -> bool:
    """Whether the database itself refuses this organisation."""
    try:
        with transaction.atomic():
            OrganisationFactory(**fields)
    except IntegrityError:
        return True
    return False


def test_the_database_refuses_what_makes_no_sense() -> None:
    assert refused(name="")
    assert refused(kind="inconnu")
    assert refused(siret="123")
    assert refused(siret=SIRET, is_example=True)
    assert not refused(siret=SIRET)
    assert refused(name="Une autre", siret=SIRET)


def test_a_name_without_siret_is_taken_once_whatever_the_case() -> None:
    OrganisationFactory(name="Les Passerelles")
    assert refused(name="LES PASSERELLES")
    assert not refused(name="Les Passerelles", siret=SIRET)
    assert not refused(name="Les Passerelles", is_example=True)


def test_a_wrong_siret_is_said_in_french() -> None:
    with pytest.raises(ValidationError, match="clé de contrôle"):
        OrganisationFactory.build(siret="13003013300017").full_clean()


def test_an_address_is_stored_in_lower_case_and_found_whatever_the_case() -> None:
    user = UserFactory(email="nora@exemple.example")
    assert User.objects.get_by_natural_key(" Nora@Exemple.EXAMPLE ") == user
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(email="Nora@exemple.example")


def test_examples_and_real_organisations_are_never_confused() -> None:
    real = OrganisationFactory(name="Le Fil")
    fictional = OrganisationFactory(name="Le Fil", example=True)
    assert Organisation.objects.known_as("le fil", "", is_example=False).get() == real
    assert Organisation.objects.known_as("le fil", "", is_example=True).get() == fictional


@pytest.mark.parametrize("kind", list(OrganisationKind))
def test_networks_are_codes_of_the_national_schema(kind: OrganisationKind) -> None:
    network = kind.data_inclusion_network
    assert network is None or ReseauPorteur(network)
