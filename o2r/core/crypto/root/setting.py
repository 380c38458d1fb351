"""Which root key this instance uses: ``O2R_ROOT_KEY``."""

from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from o2r.core.crypto.root.daemon import DaemonRootKey
from o2r.core.crypto.root.keyring import FileRootKey
from o2r.core.crypto.root.protocol import RootKey
from o2r.core.crypto.root.vault import VaultRootKey

_HELP = (
    "Le réglage O2R_ROOT_KEY ne se lit pas. Écrivez file:///chemin/root.key, "
    "unix:///chemin/keyd.sock ou vault+https://serveur:8200/transit/nom-de-la-clé "
    "(vault+http:// seulement sur cette machine), ou laissez-le vide."
)


def root_key() -> RootKey:
    """The root key of the instance. Raises ImproperlyConfigured when the setting is unreadable."""
    address = urlsplit(settings.ROOT_KEY)
    match address.scheme:
        case "":
            return FileRootKey(Path(settings.ROOT_KEY_FILE))
        case "file" if _has_only_a_path(address):
            return FileRootKey(Path(unquote(address.path)))
        case "unix" if _has_only_a_path(address):
            return DaemonRootKey(Path(unquote(address.path)))
        case "vault+https":
            return _vault(address, secure=True)
        case "vault+http" if _is_this_machine(address.hostname or ""):
            return _vault(address, secure=False)
    raise ImproperlyConfigured(_HELP)


def key_file() -> Path:
    """Where the root key is, or will be, when it is a file, ours or the daemon's."""
    address = urlsplit(settings.ROOT_KEY)
    if address.scheme == "file" and _has_only_a_path(address):
        return Path(unquote(address.path))
    return Path(settings.ROOT_KEY_FILE)


def _has_only_a_path(address: SplitResult) -> bool:
    return not address.netloc and address.path.startswith("/")


def _is_this_machine(host: str) -> bool:
    """A Vault agent beside the application; clear text never goes on a network."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _vault(address: SplitResult, *, secure: bool) -> VaultRootKey:
    mount, _, name = address.path.strip("/").rpartition("/")
    if not (address.hostname and mount and name):
        raise ImproperlyConfigured(_HELP)
    if not settings.VAULT_TOKEN_FILE:
        raise ImproperlyConfigured(
            "Le réglage O2R_VAULT_TOKEN_FILE n’a pas de valeur. Écrivez le chemin du fichier qui "
            "contient le jeton de Vault."
        )
    return VaultRootKey(
        host=address.hostname,
        port=address.port or 8200,
        mount=mount,
        name=name,
        token_file=Path(settings.VAULT_TOKEN_FILE),
        secure=secure,
    )
