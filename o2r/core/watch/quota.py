"""Read quotas, decided before the read: pure rules over what an account has already been shown.

A window holds, for each person file, the minute of its latest showing. Files are counted, not
pages: opening one file ten times counts once.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from o2r.core.watch.enums import Outcome, Standing
from o2r.core.watch.events import AccountFacts
from o2r.core.watch.thresholds import Limits

HOUR = 60
DAY = 24 * HOUR

Window = dict[str, int]
"""File → minute (since 1970) of its latest showing."""


@dataclass(frozen=True)
class QuotaVerdict:
    """What to do before showing files.

    ``reason``: a French sentence for the person, empty when allowed. ``second_person``: the
    approval of someone else is needed as well as the step-up.
    """

    outcome: Outcome
    reason: str = ""
    second_person: bool = False


@dataclass(frozen=True)
class Asked:
    """The files that are about to be shown.

    ``export``: they leave the platform. ``stepped_up``: the person has just proved who they are.
    ``seconded``: someone else approved this export.
    """

    files: frozenset[str]
    export: bool = False
    stepped_up: bool = False
    seconded: bool = False


ALLOWED = QuotaVerdict(Outcome.ALLOW)
COOLING = QuotaVerdict(
    Outcome.BLOCK,
    "Votre compte a moins d’un jour : il ne montre encore aucune donnée personnelle. "
    "Revenez demain.",
)


def file_key(identifier: object) -> str:
    """The form under which a file is counted. Whole: two files may share the start of theirs."""
    return str(identifier).replace("-", "")


def minute_of(at: datetime) -> int:
    """Minutes since 1970."""
    return int(at.timestamp() // 60)


def standing_of(
    facts: AccountFacts, *, newest_network: datetime | None, now: datetime, limits: Limits
) -> Standing:
    """How well the account is known. ``newest_network``: when it first came from somewhere new."""
    age = now - facts.created_at
    if facts.created_by is not None and age < timedelta(hours=limits["account.cooling"]):
        return Standing.COOLING
    if facts.created_by is not None and age < timedelta(days=limits["account.young"]):
        return Standing.UNUSUAL
    recent = timedelta(hours=limits["network.new"])
    if newest_network is not None and now - newest_network < recent:
        return Standing.UNUSUAL
    return Standing.ORDINARY


def kept(window: Window, minute: int) -> Window:
    """The window without what is older than a day."""
    return {file: at for file, at in window.items() if minute - at < DAY}


def with_files(window: Window, files: Collection[str], minute: int) -> Window:
    """The window once ``files`` are shown."""
    return {**kept(window, minute), **dict.fromkeys(files, minute)}


def _within(window: Window, span: int, minute: int) -> int:
    return sum(minute - at < span for at in window.values())


def judge(
    asked: Asked,
    *,
    standing: Standing,
    own: Window,
    cohort: Window,
    minute: int,
    limits: Limits,
) -> QuotaVerdict:
    """May these files be shown now? ``own``: what the account saw; ``cohort``: what the unusual
    accounts of its organisation saw together (read only for one of them)."""
    if standing == Standing.COOLING:
        return COOLING
    if asked.export and len(asked.files) > limits["quota.export_alone"] and not asked.seconded:
        return QuotaVerdict(Outcome.STEP_UP, _SECOND_PERSON, second_person=True)
    if asked.export and not asked.stepped_up:
        return QuotaVerdict(Outcome.STEP_UP, _EXPORT)
    if asked.export and asked.seconded:
        return ALLOWED
    unusual = standing == Standing.UNUSUAL
    after = with_files(own, asked.files, minute)
    if len(after) > limits["quota.unusual_block" if unusual else "quota.block"]:
        return QuotaVerdict(Outcome.BLOCK, _TOO_MANY)
    together = with_files(cohort, asked.files, minute) if unusual else {}
    if len(together) > limits["quota.cohort_block"]:
        return QuotaVerdict(Outcome.BLOCK, _TOO_MANY)
    hourly = limits["quota.unusual_step_up" if unusual else "quota.step_up"]
    if _within(after, HOUR, minute) > hourly and not asked.stepped_up:
        return QuotaVerdict(Outcome.STEP_UP, _SLOW_DOWN)
    return ALLOWED


_SECOND_PERSON = (
    "Cet export contient beaucoup de personnes : il faut l’accord d’une seconde personne de votre "
    "organisation. Demandez-le, ou réduisez la sélection."
)
_EXPORT = "Un export sort des données de la plateforme : confirmez d’abord que c’est bien vous."
_SLOW_DOWN = (
    "Vous avez ouvert beaucoup de dossiers en une heure : confirmez que c’est bien vous pour "
    "continuer."
)
_TOO_MANY = (
    "Votre compte a ouvert plus de dossiers en une journée que le travail n’en demande : il est "
    "suspendu par précaution. Votre responsable et le délégué à la protection des données sont "
    "prévenus ; appelez votre responsable, qui peut lever le blocage."
)
