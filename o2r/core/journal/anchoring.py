"""Exporting the chain heads outside the database: file, e-mail, third-party time-stamp."""

import fcntl
import logging
import smtplib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.mail import EmailMessage

from o2r.core.journal import anchors, timestamps
from o2r.core.journal.anchors import Anchor, Head
from o2r.core.journal.chain import ORIGIN
from o2r.core.journal.errors import JournalError
from o2r.core.journal.keys import (
    cached_signing_key,
    create_signing_key,
    key_file,
    signing_key,
)
from o2r.core.journal.models import ChainHead, LastAnchor

logger = logging.getLogger(__name__)


@dataclass
class Anchoring:
    """What one run did. ``rewound``: heads that went backwards since the last anchor.

    ``lost``: when the last anchor was written, if the folder does not hold it any more.
    """

    heads: int = 0
    written: bool = False
    stamped: int = 0
    rewound: Sequence[Head] = ()
    lost: datetime | None = None
    troubles: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        """The run, told in French."""
        if not self.heads:
            told = "Le journal est vide : rien à ancrer."
        elif self.written:
            told = f"{_heads(self.heads)} dans une nouvelle ancre."
        else:
            told = "Aucune nouvelle entrée depuis la dernière ancre."
        if self.stamped:
            told += f" {self.stamped} ancre(s) horodatée(s)."
        if alarm := self.alarm():
            told = f"{alarm} {told}"
        return " ".join([told, *(f"À noter\u00a0: {trouble}." for trouble in self.troubles)])

    def alarm(self) -> str:
        """What is wrong with the journal or with its anchors, in French; empty when nothing is."""
        alarms = [_rewound_words(self.rewound)] if self.rewound else []
        if self.lost:
            alarms.append(
                f"ALERTE\u00a0: l’ancre du {self.lost:%d/%m/%Y à %H:%M} UTC n’est plus dans le "
                "dossier des ancres. Remettez-la depuis sa copie, puis lancez "
                "«\u00a0o2r journal verify\u00a0»."
            )
        return " ".join(alarms)


def anchor_heads(*, now: datetime) -> Anchoring:
    """Export the head of every chain. ``now``: the present instant.

    Nothing outside can prevent it: a mail server or a time-stamping authority that does not answer
    is told in the result, and the next run asks again. Raises JournalError when the signing key is
    lost or the anchors cannot be read or written.
    """
    folder = anchor_folder()
    with _only_one_run(folder):
        run = _write(folder, now)
        if settings.TSA_URL:
            _stamp_pending(folder, run)
    return run


def anchor_folder() -> Path:
    """Where anchors are written."""
    return Path(settings.ANCHOR_DIR)


@contextmanager
def _only_one_run(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except (OSError, anchors.BrokenAnchor) as error:
        raise JournalError(
            f"L’ancre du journal n’a pas pu être écrite dans {folder} : {error}. "
            "Vérifiez que le dossier existe, qu’il reste de la place et que ses fichiers "
            "n’ont pas été modifiés, puis lancez «\u00a0o2r journal anchor\u00a0»."
        ) from error


def own_signing_key() -> Ed25519PrivateKey:
    """The key of this instance, drawn at its first signature; kept in memory between two.

    Raises JournalError when it is lost: anchors were already signed with another one.
    """
    if not key_file().exists() and anchors.last_anchor(anchor_folder()) is None:
        create_signing_key()
    return cached_signing_key()


def _write(folder: Path, now: datetime) -> Anchoring:
    rows = ChainHead.objects.filter(number__gt=0).values_list("chain", "number", "hash")
    heads = [Head(*row) for row in rows]
    last = anchors.last_anchor(folder)
    if last is None and not key_file().exists():
        create_signing_key()
    known = LastAnchor.objects.first()
    is_lost = known is not None and not _holds(folder, known.digest)
    run = Anchoring(heads=len(heads), rewound=_rewound(last, heads))
    run.lost = known.at if known and is_lost else None
    if not heads and last is None:
        return run
    previous = last.digest if last else ORIGIN
    if last is None or anchors.root_of(heads) != last.root:
        line = anchors.compose(
            instance=settings.PUBLIC_URL,
            at=now,
            heads=heads,
            # A gap that stays: writing on would otherwise hide what was taken away.
            previous=known.digest if known and is_lost else previous,
            key=signing_key(),
        )
        anchors.append(folder / f"anchors-{now:%Y-%m}.jsonl", line)
        written = anchors.parse(line, "")
        LastAnchor.objects.update_or_create(
            pk=1, defaults={"digest": written.digest, "at": written.at}
        )
        run.written = True
        if run.alarm():
            logger.error(run.alarm())
        if settings.DPO_EMAIL:
            _send(line, run, now)
    return run


def _holds(folder: Path, digest: str) -> bool:
    """Whether the folder has the anchor of this digest; the newest lines are looked at first."""
    for file in reversed(anchors.anchor_files(folder)):
        for line in reversed(file.read_text(encoding="utf-8").splitlines()):
            if anchors.digest_of(line) == digest:
                return True
    return False


def _rewound(last: Anchor | None, heads: Sequence[Head]) -> list[Head]:
    """Anchored heads that the database no longer reaches, or reaches with another hash."""
    here = {head.chain: head for head in heads}
    return [
        before
        for before in (last.heads if last else ())
        if (now := here.get(before.chain)) is None
        or now.number < before.number
        or (now.number == before.number and now.hash != before.hash)
    ]


def _heads(number: int) -> str:
    return "Une tête de chaîne" if number == 1 else f"{number} têtes de chaîne"


def _rewound_words(rewound: Sequence[Head]) -> str:
    chains = ", ".join(str(head.chain) for head in rewound)
    return (
        f"ALERTE\u00a0: le journal a reculé ou changé depuis la dernière ancre (chaînes {chains}). "
        "Une sauvegarde ancienne a été remise en place, ou quelqu’un a effacé des entrées. "
        "Lancez «\u00a0o2r journal verify\u00a0»."
    )


def _send(line: str, run: Anchoring, now: datetime) -> None:
    alarm = f"{run.alarm()}\n\n" if run.alarm() else ""
    message = EmailMessage(
        subject=f"{'ALERTE — ' if alarm else ''}Ancre du journal du {now:%d/%m/%Y %H:%M} UTC",
        body=(
            f"{alarm}{_heads(run.heads)}. Conservez ce message\u00a0: avec le fichier joint, il "
            "prouve l’état du journal à cette heure. La commande «\u00a0o2r journal verify "
            "--anchors DOSSIER\u00a0» montre ce qui aurait été changé avant elle.\n"
        ),
        to=[settings.DPO_EMAIL],
    )
    message.attach(f"anchors-{now:%Y-%m-%d-%H%M}.jsonl", line, "application/json")
    try:
        message.send()
    except (OSError, smtplib.SMTPException):
        run.troubles.append("le message au délégué à la protection des données n’est pas parti")
        logger.exception("The anchor could not be sent by e-mail.")


def _stamp_pending(folder: Path, run: Anchoring) -> None:
    """Ask a time-stamp for each anchor that has none, oldest first; stop at the first refusal."""
    done = timestamps.stamps(folder)
    for place, line in anchors.lines(folder):
        anchor = anchors.parse(line, place)
        if anchor.digest in done:
            continue
        try:
            timestamps.keep(folder, anchor, *timestamps.ask(anchor))
        except timestamps.Unstamped as error:
            run.troubles.append(str(error))
            return
        run.stamped += 1
