"""Which fields of a form sent too late are kept: all but secrets, by whole words of their names."""

import pytest

from o2r.accounts.signin.kept_forms import is_secret

TYPED = (
    "email note code_postal codePostal postal_code code_rome code_insee rome_code passage "
    "passerelle compass secretariat secretary encoded barcode decode pinned opinion "
    "tokenized form-0-code_rome"
)
SECRETS = (
    "password password1 new_password1 newPassword old-password form-0-password mot_de_passe "
    "motdepasse mdp passphrase secret totp_secret client_secret token id_token csrfmiddlewaretoken "
    "csrf_token jeton code CODE form-0-code credential otp pin recovery_code code_de_secours"
)


@pytest.mark.parametrize("name", TYPED.split())
def test_what_someone_typed_is_kept(name: str) -> None:
    assert not is_secret(name)


@pytest.mark.parametrize("name", SECRETS.split())
def test_a_secret_is_not(name: str) -> None:
    assert is_secret(name)
