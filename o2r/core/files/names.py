"""Names of files as people may see them: no path, nothing hidden, nothing that starts a program."""

import re
import unicodedata

from o2r.core.files.content.types import Refused

LONGEST_NAME = 150
_LONGEST_EXTENSION = 12
_SIGNS = re.compile(r'["<>|:?*;&$`\'%~^{}]')
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_RUN = frozenset("exe scr bat cmd com pif vbs hta jar lnk msi ps1 html htm svg".split())
_NEVER_LAST = _RUN | frozenset(
    "msp cpl dll sys js jse mjs vbe wsf wsh psm1 sh bash csh py pyc pl rb php phtml class apk app "
    "dmg deb rpm url desktop xhtml shtml xml xsl swf reg inf iso img vhd chm hlp docm dotm xlsm "
    "xltm xlam pptm ppam ade adp mde application gadget scf".split()
)
# « asso.com.pdf » is a name that people write.
_NEVER_INSIDE = _RUN - {"com"}


def clean_name(sent: str) -> str:
    """A name to show and to serve, from the one a browser sent: at most 150 characters, NFC.

    Folders, control and direction characters, and signs with a meaning for a system are taken out.
    """
    visible = "".join(
        character
        for character in unicodedata.normalize("NFC", sent)
        if unicodedata.category(character) not in _HIDDEN
    )
    last = re.split(r"[/\\]", visible)[-1]
    spaced = " ".join(_SIGNS.sub("_", last).split())
    bare = spaced.lstrip(".-_ ").rstrip(". ")
    if _DEVICES.match(bare):
        bare = f"fichier-{bare}"
    stem, dot, extension = bare.rpartition(".")
    if not dot:
        # The name was only an extension, or had none.
        was_extension = spaced.startswith(".") and bool(bare)
        return (f"fichier.{bare}" if was_extension else bare or "fichier")[:LONGEST_NAME]
    extension = extension.strip()[:_LONGEST_EXTENSION]
    room = LONGEST_NAME - len(extension) - 1
    return f"{stem.strip()[:room].rstrip() or 'fichier'}.{extension}"


def extension_of(name: str) -> str:
    """What follows the last dot, in lower case; empty when there is none."""
    return name.rpartition(".")[2].strip().lower() if "." in name else ""


def check_extensions(name: str) -> None:
    """Refuse a name with the extension of a program, even in the middle. Raises Refused."""
    *inside, last = [piece.strip().lower() for piece in f"x{name}".split(".")]
    wrong = [piece for piece in inside if piece in _NEVER_INSIDE]
    wrong += [last] if last in _NEVER_LAST else []
    if wrong:
        raise Refused(
            f"Le nom du fichier contient « .{wrong[0]} », l’extension d’un programme ou d’une "
            "page. Envoyez le document lui-même, avec son extension habituelle."
        )
