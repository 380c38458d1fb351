import pytest

from o2r.accounts import siret

# SIRET of public bodies, as INSEE publishes them.
PLATEFORME_INCLUSION = "13003013300016"
LA_POSTE_SEAT = "35600000000048"
LA_POSTE_OFFICE = "35600000049837"


@pytest.mark.parametrize("number", [PLATEFORME_INCLUSION, LA_POSTE_SEAT, LA_POSTE_OFFICE])
def test_a_real_number_is_accepted(number: str) -> None:
    assert siret.problem(number) is None


def test_an_office_of_la_poste_needs_its_own_rule() -> None:
    assert siret.luhn_sum(LA_POSTE_OFFICE) % 10 != 0
    assert siret.problem(LA_POSTE_OFFICE[:-1] + "8") is not None


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("1300301330001", "13 chiffres au lieu de 14"),
        ("13003013300017", "clé de contrôle"),
        ("1300301330001A", "14 chiffres et rien d’autre"),
        ("١٣٠٠٣٠١٣٣٠٠٠١٦", "14 chiffres et rien d’autre"),
    ],
)
def test_a_wrong_number_says_why(number: str, reason: str) -> None:
    assert reason in (siret.problem(number) or "")


def test_every_other_last_digit_is_refused() -> None:
    others = [PLATEFORME_INCLUSION[:-1] + str(digit) for digit in range(10)]
    assert [number for number in others if siret.problem(number) is None] == [PLATEFORME_INCLUSION]


def test_separators_are_removed() -> None:
    assert siret.without_separators("130 030 133 00016") == PLATEFORME_INCLUSION
    assert siret.without_separators("130.030.133.00016") == PLATEFORME_INCLUSION
