"""One simulated month: honest work and every registered abuse, in the order of time."""

from dataclasses import dataclass
from operator import attrgetter
from random import Random

from o2r.core.watch.simulation.acts import Act, Script, abuses
from o2r.core.watch.simulation.work import month
from o2r.core.watch.simulation.world import World, build_world


@dataclass
class Month:
    """What happened, and who did wrong: ``scripts`` by name of abuse."""

    world: World
    acts: list[Act]
    scripts: dict[str, Script]

    @property
    def user_days(self) -> int:
        """Days on which an honest account did something, added up."""
        wrong = self.wrongdoers
        seen = {(act.who, act.at.date()) for act in self.acts if act.who not in wrong}
        return len(seen)

    @property
    def wrongdoers(self) -> set[int]:
        """Accounts that an abuse uses, at one moment of the month."""
        return {number for script in self.scripts.values() for number in script.actors}


def simulate(seed: int) -> Month:
    """Draw a month. The same seed gives the same month."""
    rng = Random(seed)  # noqa: S311 — a simulation, not a secret
    world = build_world(rng)
    acts = list(month(world, rng))
    scripts: dict[str, Script] = {}
    taken: set[int] = set()
    for name, playwright in abuses().items():
        script = playwright(world, rng)
        while script.actors & taken:
            script = playwright(world, rng)
        taken |= script.actors
        scripts[name] = script
        acts += script.acts
    acts.sort(key=attrgetter("at"))
    return Month(world, acts, scripts)
