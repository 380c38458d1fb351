"""One run of the canaries: the secrets drawn, the steps taken, what failed on the way."""

import random
import string
from collections.abc import Callable
from typing import Any

from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker

from o2r.accounts.models import User
from o2r.accounts.signin.emails import vouch_for_address
from o2r.proofs.needles import Secret
from o2r.proofs.recording import Browser
from o2r.proofs.sinks import Workshop
from o2r.proofs.world import PEOPLE, Person, Proofs, make_person

LETTERS = string.ascii_lowercase
AS_LETTERS = str.maketrans(string.digits, LETTERS[:10])
Flow = Callable[["Run"], None]


class Run:
    """Draws the secrets, opens browsers, and notes the steps that did not go as they should."""

    def __init__(self, made: Workshop, seed: int) -> None:
        self.workshop = made
        self.secrets: list[Secret] = []
        self.broken: list[str] = []
        self.steps = 0
        self.turn = 0
        self._browsers = 0
        self._people: dict[str, tuple[Person, Browser]] = {}
        self._proofs = Proofs([])
        self._rng = random.Random(seed)  # noqa: S311 — seeded on purpose
        # Drawn at each run: what an earlier one left behind is not taken for this one's.
        self.prefix = "zq" + "".join(random.SystemRandom().choices(LETTERS, k=7))

    def through(self, flow: Flow) -> None:
        """One flow; whatever breaks it is a broken step, and the next ones go on."""
        self.keep_fresh()
        try:
            flow(self)
        except Exception as error:  # noqa: BLE001 — counted, and named in the figure
            self.expect(False, f"{flow.__name__}: {type(error).__name__} {error!s:.200}")

    def keep_fresh(self) -> None:
        """However long a run lasts, those who showed a second factor have just done so."""
        self._proofs.people = [person for person, _ in self._people.values()]
        self._proofs.keep_fresh()

    def new(self, kind: str) -> str:
        """A text that was never seen: small letters, 20 of them."""
        end = "".join(self._rng.choices(LETTERS, k=8))
        # No figure: what compares names leaves figures out, and would hide the text.
        rank = f"{len(self.secrets):03d}".translate(AS_LETTERS)
        text = f"{self.prefix}{rank}{end}"
        self.secrets.append(Secret(kind, text))
        return text

    def seen(self, kind: str, text: str) -> str:
        """A secret that the product made by itself."""
        self.expect(len(text) > 15, f"no {kind}")
        if len(text) > 15:
            self.secrets.append(Secret(kind, text, planted=False))
        return text

    def expect(self, held: bool, words: str) -> None:
        """Count a step, and note that it failed."""
        self.steps += 1
        if not held:
            self.broken.append(words)

    def went(self, answer: Any, status: int, words: str) -> Any:
        """The answer, after checking its status."""
        self.expect(answer.status_code == status, f"{words}: {answer.status_code}")
        return answer

    def browser(self) -> Browser:
        """A visitor, in a network of their own."""
        self._browsers += 1
        address = f"10.{200 + self._browsers // 250}.{self._browsers % 250}.1"
        return self.workshop.recording.browser(REMOTE_ADDR=address)

    def account(self, password: str) -> User:
        """Someone whose mailbox is proved, their address and their name being secrets."""
        address = f"{self.new('account-email')}@mesure.example"
        user = User(email=address, display_name=f"Essai {self.new('account-name')}")
        user.set_password(password)
        user.save()
        vouch_for_address(user=user)
        return user

    def person(self, name: str) -> tuple[Person, Browser]:
        """Someone of the matrix, made once, in a browser that is recorded."""
        if name not in self._people:
            person = make_person(next(one for one in PEOPLE if one.name == name))
            browser = self.browser()
            browser.cookies = person.client.cookies
            self._people[name] = person, browser
        return self._people[name]

    def work(self) -> None:
        """What the worker does: every task in the queue."""
        QueueWorker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id="mesure",
        ).run()
