"""What the reception of files refuses. ``str(error)`` is the French sentence to show."""

from o2r.core.files.content.types import Refused


class FileRefused(Refused):
    """The file cannot be received as it is; the sender can do something about it."""


class NoRoom(FileRefused):
    """The server has no room left for files; what was already acknowledged is safe."""

    def __init__(self) -> None:
        super().__init__(
            "Le serveur n’a plus assez de place pour recevoir des fichiers. Rien de ce qui est "
            "enregistré n’est perdu. Prévenez l’équipe qui gère la plateforme, puis réessayez."
        )


class NoVerdict(Exception):
    """The verification could not end: the file stays in quarantine and will be tried again."""


class Infected(Exception):
    """The antivirus recognised something; the message is the name it gives."""


class MoveRefused(Exception):
    """A file was asked to go from one state to another that the table does not allow."""
