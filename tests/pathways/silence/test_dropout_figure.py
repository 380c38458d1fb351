"""The figure of silences: earlier at equal volume, and missed when what notices is broken."""

from o2r.pathways.silence.measured_lives import World, lives
from o2r.pathways.silence.measured_silences import by_noticing, same_volume
from o2r.pathways.silence.noticing import Code, noticed
from o2r.pathways.silence.rules import limits

WORLD = World()
PEOPLE = list(lives(1, 60, WORLD))


def test_the_rival_never_alerts_less_and_who_left_is_found_earlier() -> None:
    ours = by_noticing(PEOPLE, WORLD.days, limits())
    theirs = same_volume(PEOPLE, WORLD.days, ours.alerts)
    assert theirs.alerts >= ours.alerts
    assert len(ours.delays) == sum(one.left is not None for one in PEOPLE)
    assert ours.mean < theirs.mean


def test_what_forgets_the_days_agreed_is_found_out() -> None:
    """A bug of the detector, planted: the figure must fall."""

    def forgetful(known, today, rules):  # type: ignore[no-untyped-def]
        found = noticed(known, today, rules)
        return [one for one in found if one.code != Code.AGREED]

    whole = by_noticing(PEOPLE, WORLD.days, limits())
    broken = by_noticing(PEOPLE, WORLD.days, limits(), forgetful)
    rival = same_volume(PEOPLE, WORLD.days, broken.alerts)
    lead = same_volume(PEOPLE, WORLD.days, whole.alerts).mean - whole.mean
    assert rival.mean - broken.mean < lead
