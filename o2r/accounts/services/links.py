"""Secrets of the links sent by mail: 256 bits, of which only the SHA-256 is kept."""

import hashlib
import secrets

from o2r.accounts.errors import DomainError

SECRET_BYTES = 32


class LinkUseless(DomainError):
    """The link opens nothing: unknown, too old, withdrawn or used. One sentence for all."""

    def __init__(self) -> None:
        super().__init__(
            "Il a déjà servi, il est trop ancien, ou il a été retiré. Si votre compte existe déjà, "
            "connectez-vous ; sinon, demandez un nouveau lien à la personne qui vous a invité."
        )


class SignInFirst(DomainError):
    """The mailbox of the link has an account: its owner signs in before going on."""

    def __init__(self, email: str) -> None:
        super().__init__(
            f"Un compte existe déjà pour {email}. Connectez-vous avec ce compte pour continuer."
        )


def new_secret() -> tuple[str, str]:
    """A secret for a link, and the digest to keep."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    return secret, digest_of(secret)


def digest_of(secret: str) -> str:
    """What is kept of a secret. It is random and long: a plain digest cannot be reversed."""
    return hashlib.sha256(secret.encode()).hexdigest()
