"""By what to try again: what worked before, and what must be known first. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from o2r.outreach.enums import Channel
from o2r.people.enums import ContactKind

_WRITTEN = {
    ContactKind.PHONE: "Téléphone",
    ContactKind.EMAIL: "Courriel",
    ContactKind.MESSAGING: "Messagerie",
    ContactKind.ADDRESS: "Courrier",
    ContactKind.PLACE: "Passer au lieu noté",
    ContactKind.RELAY: "Par la personne de confiance",
}


@dataclass(frozen=True)
class Met:
    """A contact that took place: by which channel, and where when it is known."""

    channel: str
    place: str = ""


@dataclass(frozen=True)
class Way:
    """A means of contact that the person gave: its kind, and its precautions in sentences."""

    kind: str
    precautions: Sequence[str] = ()
    is_preferred: bool = False


def suggested(met: Sequence[Met], ways: Sequence[Way]) -> list[str]:
    """What to try, the likeliest first: how they were met last, then what they prefer.

    ``met``: the last contacts, the newest first. Two sentences at most, without any number.
    """
    said = []
    if met:
        channel, many = Counter(one.channel for one in met).most_common(1)[0]
        where = next((one.place for one in met if one.channel == channel and one.place), "")
        label = Channel(channel).label if channel in Channel.values else "de la même façon"
        at = f" ({where})" if where else ""
        times = "la dernière fois" if many == 1 else f"{many} des dernières fois"
        said.append(f"Ce qui a marché {times} : {label}{at}.")
    way = next((one for one in ways if one.is_preferred), ways[0] if ways else None)
    if way is not None:
        preferred = " (son choix)" if way.is_preferred else ""
        said.append(" ".join([f"{_WRITTEN[ContactKind(way.kind)]}{preferred}.", *way.precautions]))
    return said or ["Demandez à un collègue ou à un partenaire qui la connaît."]
