"""The inside of a workshop: each file is worked on by a process with little memory and little time.

Each module that makes files harmless ends with ``keep_workshop(its_function)``.
"""

import json
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path

from o2r.core.files.content.types import FileType, Limits, Refused

MEMORY = 280_000_000
"""Bytes of data that the process may hold: what a file asks beyond is refused to it."""
PROCESSOR_SECONDS = 20
BIGGEST_OUTPUT = 200_000_000

Making = Callable[[Path, Path, FileType, Limits], None]

TOO_HEAVY = (
    "Le fichier demande trop de mémoire ou de temps pour être vérifié. Envoyez-en une version plus "
    "légère : moins de pages, des images plus petites."
)


def keep_workshop(making: Making) -> None:
    """Take orders on the standard input, one line of JSON each, and answer each with a line.

    Libraries are loaded once, here; each file is opened by a copy of this process, thrown away
    after it, so that what a file breaks or hides does not reach the next one.
    """
    for order in sys.stdin.buffer:
        copy = os.fork()
        if copy == 0:
            _work(making, json.loads(order))
        _, status = os.waitpid(copy, 0)
        code = os.waitstatus_to_exitcode(status)
        if code != 0:
            # Killed for its memory or its time, or by a fault that the file provoked.
            _answer(
                {"refused": TOO_HEAVY} if code < 0 or code == _OUT_OF_MEMORY else {"failed": ""}
            )


_OUT_OF_MEMORY = 3


def _work(making: Making, order: dict[str, str]) -> None:
    """Bound this process, make the neutral file, answer, and end."""
    code = 1
    try:
        for what, value in (
            (resource.RLIMIT_DATA, MEMORY),
            (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
            (resource.RLIMIT_FSIZE, BIGGEST_OUTPUT),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(what, (value, value))
        limits = Limits(**json.loads(order["limits"]))
        making(Path(order["source"]), Path(order["target"]), FileType(order["kind"]), limits)
        _answer({"refused": ""})
        code = 0
    except Refused as refusal:
        _answer({"refused": str(refusal)})
        code = 0
    except (MemoryError, RecursionError):
        code = _OUT_OF_MEMORY
    finally:
        os._exit(code)


def _answer(answer: dict[str, str]) -> None:
    # One write, below the size that a pipe takes whole: never half a line.
    os.write(sys.stdout.fileno(), json.dumps(answer).encode() + b"\n")
