"""The SIRET number: 14 digits whose last one is a check digit (INSEE, règle de Luhn)."""

import re

LENGTH = 14
# La Poste has more establishments than its range allows: INSEE checks them by another sum.
LA_POSTE_SIREN = "356000000"
_SEPARATORS = re.compile(r"[\s .]")


def without_separators(text: str) -> str:
    """``"130 033 013 00016"`` as people type it, as ``"13003301300016"``."""
    return _SEPARATORS.sub("", text)


def luhn_sum(digits: str) -> int:
    """Sum of the Luhn rule: every second digit from the right counts double, by its own digits."""
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if rank % 2 else 1)
        total += value - 9 if value > 9 else value
    return total


def problem(siret: str) -> str | None:
    """What is wrong with a SIRET, in French; ``None`` when it is right."""
    if not (siret.isascii() and siret.isdigit()):
        return f"le SIRET « {siret} » doit contenir 14 chiffres et rien d’autre"
    if len(siret) != LENGTH:
        return f"le SIRET « {siret} » a {len(siret)} chiffres au lieu de 14"
    if luhn_sum(siret) % 10 == 0:
        return None
    if siret.startswith(LA_POSTE_SIREN) and sum(map(int, siret)) % 5 == 0:
        return None
    return f"le SIRET « {siret} » est faux : sa clé de contrôle ne correspond pas"
