"""The generator of a storm: candidates who send, people who read beside. Run by its path.

It stands for the browsers and for the relay, in a process of its own, and imports nothing of the
product: what it judges cannot lend it a mistake. It opens one connection for each request, as nginx
does, and writes the headers that nginx writes. A request that cannot leave at its hour counts from
that hour. On its standard input, a plan (JSON); in its file, one line of JSON for each answer.
"""

import asyncio
import json
import random
import re
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.utils import formatdate
from typing import Any, TextIO
from urllib.parse import urlencode

SESSION, CSRF = "__Host-o2r-session", "__Host-o2r-csrf"
LONGEST = 120.0
"""Seconds without an answer after which the request is lost."""
LOOK_AGAIN = 5.0
_REFRESH = re.compile(rb"\r\nrefresh: *(\d+); *url=(\S+)\r\n", re.IGNORECASE)
_LOCATION = re.compile(rb"\r\nlocation: *(\S+)\r\n", re.IGNORECASE)
_QUEUE = b"/file/"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)


class Storm:
    """What a plan asks: ``port``, ``candidates``, ``sends`` (instants), ``reads`` (paths)…"""

    def __init__(self, plan: dict[str, Any], written: TextIO) -> None:
        self.plan, self.written = plan, written
        self.doors = asyncio.Semaphore(plan["connections"])
        self.side_doors = asyncio.Semaphore(plan.get("side_connections", 200))
        self.dice = random.Random(plan["seed"])
        self.over = False

    async def run(self) -> None:
        """Until every candidate has an answer, and every ticket its receipt or its refusal."""
        beside = asyncio.create_task(self._read_beside())
        sends = [
            asyncio.create_task(self._candidate(one, at))
            for one, at in zip(self.plan["candidates"], self.plan["sends"], strict=False)
        ]
        await asyncio.gather(*sends)
        self.over = True
        await beside

    async def _candidate(self, one: dict[str, Any], at: float) -> None:
        """Send an application, twice for some; then look at its place until it is settled."""
        await asyncio.sleep(max(0.0, at - time.time()))
        twice = self.dice.random() < self.plan.get("twice", 0.0)
        give_up = time.time() + self.plan.get("patience", 60.0)
        answers = await asyncio.gather(*(self._send(one, at) for _ in range(1 + twice)))
        while self.plan.get("again") and set(answers) <= {"cut", "error"} and time.time() < give_up:
            # Nothing was read: the candidate clicks again.
            await asyncio.sleep(LOOK_AGAIN * self.plan.get("haste", 1.0))
            answers = [await self._send(one, time.time())]
        if "receipt" in answers or "queue" not in answers:
            return
        outcome = "queue"
        while outcome in ("queue", "error", "cut") and time.time() < give_up:
            # As its page asks, or less often: nobody is made to come back at once.
            pause = self.dice.uniform(LOOK_AGAIN, 4 * LOOK_AGAIN)
            await asyncio.sleep(pause * self.plan.get("haste", 1.0))
            outcome = await self._look(one)

    async def _send(self, one: dict[str, Any], at: float) -> str:
        body = urlencode({"csrfmiddlewaretoken": one["csrf"], "intent": one["intent"]}).encode()
        stamp = at
        async with self.doors:
            sent = time.time()
            if not self.plan.get("stamps"):
                stamp = sent
            status, head, text = await self._ask("POST", one, one["path"], body, stamp)
        _follow(one, head)
        return self._note("submit", one, status, head, text, at=at, sent=sent, stamp=stamp)

    async def _look(self, one: dict[str, Any]) -> str:
        async with self.side_doors:
            at = time.time()
            status, head, text = await self._ask("GET", one, one["again"], b"", at)
            if status == 302 and (elsewhere := _LOCATION.search(head)) and _QUEUE in elsewhere[1]:
                status, head, text = await self._ask("GET", one, elsewhere[1].decode(), b"", at)
        _follow(one, head)
        return self._note("look", one, status, head, text, at=at, sent=at, stamp=at)

    def _note(
        self, what: str, one: dict[str, Any], status: int, head: bytes, text: bytes,
        *, at: float, sent: float, stamp: float,
    ) -> str:  # fmt: skip
        """Write what was answered, once it was read to its last byte."""
        outcome = _outcome(status, head, text)
        line = {
            "what": what,
            "application": one["application"],
            "opened": one["opened"],
            "at": at,
            "sent": sent,
            "stamp": stamp,
            "received": time.time(),
            "status": status,
            "outcome": outcome,
        }
        self.written.write(json.dumps(line) + "\n")
        self.written.flush()
        return outcome

    async def _ask(
        self, method: str, one: dict[str, Any] | None, path: str, body: bytes, stamp: float
    ) -> tuple[int, bytes, bytes]:
        """Status, headers and text; status 0 when the answer was cut, or never came."""
        lines = [
            f"{method} {path} HTTP/1.1",
            "Host: localhost",
            "Connection: close",
            "X-Forwarded-Proto: https",
            f"X-Forwarded-For: 192.0.2.{self.dice.randrange(1, 255)}",
            # The clock of the candidate is wrong, and nobody should care.
            f"Date: {formatdate(stamp + self.dice.uniform(-86400, 86400), usegmt=True)}",
        ]
        if self.plan.get("stamps"):
            lines.append(f"X-Request-Start: t={int(stamp * 1000)}")
        if one is not None:
            lines.append(f"Cookie: {SESSION}={one['key']}; {CSRF}={one['csrf']}")
        if body:
            lines.append("Origin: https://localhost")
            lines.append("Content-Type: application/x-www-form-urlencoded")
            lines.append(f"Content-Length: {len(body)}")
        request = "\r\n".join([*lines, "", ""]).encode() + body
        try:
            return await asyncio.wait_for(self._exchange(request), LONGEST)
        except (TimeoutError, OSError, asyncio.IncompleteReadError, ValueError):
            return 0, b"", b""

    async def _exchange(self, request: bytes) -> tuple[int, bytes, bytes]:
        async with _connection(self.plan["port"]) as (reader, writer):
            writer.write(request)
            await writer.drain()
            head = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            text = await (reader.readexactly(int(length[1])) if length else reader.read())
            return int(head.split(b" ", 2)[1]), head, text

    async def _read_beside(self) -> None:
        """People who look at the map and at the lists, at a steady rate."""
        reads, rate = self.plan.get("reads", []), self.plan.get("rate", 0.0)
        if not reads or not rate:
            return
        begin, rank, pending = time.time(), 0, set[asyncio.Task[None]]()
        while not self.over and time.time() < self.plan["until"]:
            at = begin + rank / rate
            await asyncio.sleep(max(0.0, at - time.time()))
            task = asyncio.create_task(self._read(reads[rank % len(reads)], at))
            pending.add(task)
            task.add_done_callback(pending.discard)
            rank += 1
        if pending:
            await asyncio.gather(*pending)

    async def _read(self, path: str, at: float) -> None:
        async with self.side_doors:
            sent = time.time()
            status, _, text = await self._ask("GET", None, path, b"", sent)
        line = {"what": "read", "at": at, "sent": sent, "received": time.time(),
                "status": status, "bytes": len(text)}  # fmt: skip
        self.written.write(json.dumps(line) + "\n")


def _follow(one: dict[str, Any], head: bytes) -> None:
    """Keep the address that the page asks to look at again, as a browser does."""
    if found := _REFRESH.search(head):
        one["again"] = found[2].decode()


def _outcome(status: int, head: bytes, text: bytes) -> str:
    """What a candidate understands of the page, in its own words."""
    page = text.decode(errors="replace")
    if status == 0:
        return "cut"
    if status >= 500:
        return "error"
    if status == 200 and "<h1>Candidature déposée</h1>" in page:
        return "receipt"
    if status == 302 and b"/recepisse/" in head:
        return "receipt"
    if status == 200 and _REFRESH.search(head) and "il est en file" in page:
        return "queue"
    if "l’appel fermait" in page:
        return "late"
    return "other"


@asynccontextmanager
async def _connection(
    port: int,
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    try:
        yield reader, writer
    finally:
        writer.close()


def main() -> None:
    """Read the plan, run the storm, write the answers."""
    plan = json.load(sys.stdin)
    with open(plan["answers"], "w", encoding="utf-8") as written:
        asyncio.run(Storm(plan, written).run())


if __name__ == "__main__":
    main()
