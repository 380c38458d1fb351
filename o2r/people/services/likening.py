"""The tokens of a file, computed again in the transaction of each act that changes it."""

from collections.abc import Collection, Sequence
from uuid import UUID

from o2r.core.belt import errand
from o2r.core.crypto.errors import KeysUnavailable
from o2r.core.crypto.scope import key_scope
from o2r.core.crypto.sealing import prefetch_keys
from o2r.people.likeness import tokens
from o2r.people.likeness_keys import made_token_key
from o2r.people.models import LikenessToken, Person
from o2r.people.selectors.look_alikes import compared


@errand("likeness")
def keep_tokens(people: Sequence[Person]) -> None:
    """Keep for each file the tokens of who the person is now; none for one that is protected, gone,
    merged or erased.

    While no key opens anything, tokens stay as they were: a hint may be missed, no act is refused.
    """
    keys = {one.pk for one in people}
    # The identity of who is being erased may already be gone.
    open_ones = Person.objects.filter(pk__in=keys, identity__isnull=False).followed().findable()
    rows = open_ones.select_related("identity")
    try:
        with key_scope():
            wanted = _wanted(list(rows.order_by("pk")))
    except KeysUnavailable:
        _forget(keys - set(rows.order_by("pk").values_list("pk", flat=True)))
        return
    known: dict[tuple[UUID, bytes], int] = {}
    kept = LikenessToken.objects.filter(person__in=keys).order_by("pk")
    for pk, person, token in kept.values_list("pk", "person", "token"):
        known[person, bytes(token)] = pk
    if stale := [pk for held, pk in known.items() if held not in wanted]:
        LikenessToken.objects.filter(pk__in=stale).delete()
    LikenessToken.objects.bulk_create(
        LikenessToken(organisation_id=place, person_id=person, token=token)
        for (person, token), place in sorted(wanted.items())
        if (person, token) not in known
    )


def _wanted(people: Collection[Person]) -> dict[tuple[UUID, bytes], UUID]:
    """The tokens of each file, and its organisation."""
    found: dict[tuple[UUID, bytes], UUID] = {}
    for place in sorted({one.organisation_id for one in people}):
        here = [one for one in people if one.organisation_id == place]
        prefetch_keys(organisation=place, subjects=[one.pk for one in here])
        key = made_token_key(place)
        for one in here:
            found |= {(one.pk, token): place for token in tokens(compared(one), key)}
    return found


def _forget(people: Collection[UUID]) -> None:
    LikenessToken.objects.filter(person__in=people).delete()
