"""Providers that send nothing: to the screen of the developer, to a folder."""

import json
import os
import sys
from pathlib import Path

from o2r.core.messaging.providers.base import Answer, NotTaken, Parcel, Receipt


class Console:
    """Writes messages on the standard output of the worker. Refused outside debug."""

    def send(self, parcel: Parcel) -> Receipt:
        sys.stdout.write(f"SMS {parcel.tag} → {parcel.recipient}\n{parcel.text}\n")
        return Receipt("console")

    def ask(self, parcel: Parcel) -> Answer:
        return Answer.UNSAID


class Folder:
    """One file for each message, named by its tag: a message written twice is one file.

    For an instance whose SMS leave by another program, and for demonstrations.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, parcel: Parcel) -> Receipt:
        content = {"to": parcel.recipient, "text": parcel.text, "tag": parcel.tag}
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            begun = self._file(parcel).with_suffix(".begun")
            with os.fdopen(os.open(begun, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as to:
                json.dump(content, to, ensure_ascii=False)
            begun.replace(self._file(parcel))
        except OSError as error:
            raise NotTaken(type(error).__name__) from error
        return Receipt(self._file(parcel).name)

    def ask(self, parcel: Parcel) -> Answer:
        try:
            return Answer.TAKEN if self._file(parcel).exists() else Answer.ABSENT
        except OSError:
            return Answer.UNSAID

    def _file(self, parcel: Parcel) -> Path:
        safe = "".join(one for one in parcel.tag if one.isalnum() or one in "-_")
        return self.path / f"{safe}.json"
