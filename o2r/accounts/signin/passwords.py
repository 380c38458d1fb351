"""Rules of passwords: long, and hard to guess. No composition rule.

CNIL, délibération n° 2022-100 of 21 July 2022: 50 bits of guessability when tries are delayed, and
no renewal without a reason; OWASP ASVS 5.0, 6.2: no composition rule, pasting allowed. Guessing is
estimated by zxcvbn, which carries its dictionaries of leaked passwords: nothing leaves the server.
"""

import re
from collections.abc import Iterator

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

from o2r.accounts.models import User
from o2r.territory.typography import typographic

SHORTEST, LONGEST = 14, 128
LOWEST_GUESSES = 14
"""Power of ten of the tries that zxcvbn expects: what fourteen unpredictable characters give. Its
best score, 4, starts at 10; a first name, a surname and a year reach 8."""
_WORDS = re.compile(r"[^\W_]+")
_COMMON_HERE = ("o2r", "repérage", "reperage", "remobilisation", "emploi", "insertion", "mission")

ADVICE = (
    "Prenez quatre mots sans rapport entre eux, ou laissez votre gestionnaire de mots de passe en "
    "proposer un."
)
_WHY = {
    "dictionary": "il se compose de mots trop courants",
    "repeat": "il répète les mêmes caractères",
    "sequence": "il suit une suite connue, comme « abcd » ou « 1234 »",
    "spatial": "il suit des touches voisines du clavier",
    "date": "il contient une date",
    "regex": "il contient une année",
}


class LengthValidator:
    """Between 14 and 128 characters, whatever they are."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if len(password) < SHORTEST:
            raise ValidationError(
                typographic(
                    f"Le mot de passe a {len(password)} caractères ; il en faut au moins "
                    f"{SHORTEST}. {ADVICE}"
                ),
                code="password_too_short",
            )
        if len(password) > LONGEST:
            raise ValidationError(
                typographic(
                    f"Le mot de passe a {len(password)} caractères ; il peut en avoir {LONGEST} "
                    "au plus. Raccourcissez-le."
                ),
                code="password_too_long",
            )

    def get_help_text(self) -> str:
        return typographic(
            f"{SHORTEST} caractères ou plus, difficiles à deviner. {ADVICE} Aucun chiffre ni signe "
            "n’est obligatoire."
        )


class GuessabilityValidator:
    """Refuse what a program would guess, knowing the person's name, address and organisation."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        own = _own_words(user) if isinstance(user, User) else ()
        guesses, pattern = _guessed(password[:LONGEST], own)
        if guesses >= LOWEST_GUESSES:
            return
        why = _WHY.get(pattern, "un programme le trouverait vite")
        if own and any(word in password.lower() for word in own):
            why = "il reprend votre nom, votre adresse ou votre organisation"
        raise ValidationError(
            typographic(f"Ce mot de passe se devine : {why}. {ADVICE}"), code="password_guessable"
        )

    def get_help_text(self) -> str:
        return typographic("Un mot de passe facile à deviner est refusé.")


def _own_words(user: User) -> tuple[str, ...]:
    return tuple(sorted(set(_words_about(user))))


def _words_about(user: User) -> Iterator[str]:
    texts = [user.email, user.display_name]
    # A user who is not saved yet belongs nowhere.
    if not user._state.adding:
        texts += user.organisations.order_by("name").values_list("name", flat=True)
    for text in texts:
        yield from (word.lower() for word in _WORDS.findall(text) if len(word) > 2)


def _guessed(password: str, own: tuple[str, ...]) -> tuple[float, str]:
    """Power of ten of the tries it takes, and the pattern that makes guessing easiest."""
    found = zxcvbn(password, user_inputs=[*own, *_COMMON_HERE], max_length=LONGEST)
    weakest = min(found["sequence"], key=lambda part: part["guesses_log10"], default=None)
    return float(found["guesses_log10"]), str(weakest["pattern"]) if weakest else ""
