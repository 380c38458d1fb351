"""Who must know that a call has changed: declared by the apps above, in ``call_followers.py``.

::

    @follows_calls
    def drafts(call: Call) -> Iterable[Recipient]:
        \"\"\"Whoever is writing an application to this call.\"\"\"
"""

from collections.abc import Callable, Iterable

from o2r.calls.models import Call
from o2r.core.notifications.services import Recipient

Provider = Callable[[Call], Iterable[Recipient]]
_providers: list[Provider] = []


def follows_calls(provider: Provider) -> Provider:
    """Ask ``provider`` too, from now on."""
    _providers.append(provider)
    return provider


def followers(call: Call) -> list[Recipient]:
    """Everyone who must know of a change of this call, once each."""
    found = {one.user: one for provider in _providers for one in provider(call)}
    return list(found.values())
