"""French typography: no-break spaces and the typographic apostrophe. Pure."""

import re

_AFTER = re.compile("« ")
_BEFORE = re.compile(" ([»:;?!])")


def typographic(text: str) -> str:
    """``text`` with no-break spaces inside « » and before : ; ? !, and ’ for every apostrophe."""
    text = _AFTER.sub("«\u00a0", text)
    return _BEFORE.sub("\u00a0\\1", text).replace("'", "’")
