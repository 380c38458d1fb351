"""What the keys refuse. ``str(error)`` is the French sentence to show: what, why, what to do."""


class KeysError(Exception):
    """Base of every refusal of this application."""

    message = ""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.message)


class Unreadable(KeysError):
    """A ciphertext that was changed, cut, moved to another place, or sealed with another key."""

    message = (
        "Ce contenu chiffré ne s’ouvre pas : il a été modifié, déplacé, ou chiffré avec une autre "
        "clé. Rien n’a été affiché. Prévenez l’équipe qui gère la plateforme."
    )


class NoKey(KeysError):
    """The organisation holds no key of this file."""

    message = (
        "Votre organisation n’a pas la clé de ce dossier : il ne lui a pas été partagé, ou le "
        "partage a pris fin. Demandez un partage au référent."
    )


class FileExists(KeysError):
    """The file already has its keys, or had some that were destroyed."""

    message = (
        "Ce dossier a déjà des clés, ou en a eu qui ont été détruites. "
        "Créez un nouveau dossier au lieu de rouvrir celui-ci."
    )


class LastOrganisation(KeysError):
    """Withdrawing the last organisation would destroy the file without saying so."""

    message = (
        "Cette organisation est la dernière à pouvoir lire le dossier. "
        "Partagez-le d’abord avec une autre, ou effacez-le."
    )


class KeysNotReady(KeysError):
    """The root key was never made, or not yet rehearsed."""

    message = (
        "La clé racine n’est pas prête. Lancez « o2r keys init » sur le serveur, "
        "puis suivez ce qui s’affiche."
    )


class KeysUnavailable(KeysError):
    """The provider of the root key is down, too slow, or answers nonsense."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"Les clés de chiffrement ne sont pas joignables : {why}. Rien n’est perdu ; les pages "
            "qui ne montrent pas de dossier fonctionnent. Réessayez dans quelques minutes, puis "
            "prévenez l’équipe qui gère la plateforme (« o2r keys status » dit ce qui manque)."
        )


class WrongShares(KeysError):
    """Shares of the recovery that are mistyped, too few, or of another root key."""


class CeremonyRefused(KeysError):
    """A step of the making of keys that cannot be done now."""
