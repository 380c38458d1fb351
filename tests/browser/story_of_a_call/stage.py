"""Where the story is played: each person has their browser, and time may pass."""

import re
from datetime import date, datetime, timedelta
from email.header import decode_header, make_header
from email.message import Message
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Instance, Witness
from tests.browser.test_people_of_the_demonstration import enter

HELENE, SAMI, YANN = "Hélène Aubry", "Sami Belloc", "Yann Keller"
KARIM, AGNES, PAUL = "Karim Tessier", "Agnès Morin", "Paul Delorme"
MAIL_OF = {
    SAMI: "sami.belloc@passerelles.example",
    YANN: "yann.keller@lisieres.example",
    KARIM: "karim.tessier@mission-locale.example",
    HELENE: "helene.aubry@dreets.example",
    AGNES: "agnes.morin@observatoire.example",
    PAUL: "paul.delorme@dgefp.example",
}
CALL, CALL_SLUG = "Jeunes en rupture 2026 (exemple)", "jeunes-2026"
PROJECT = "Les volcans d’abord"
# Answers of ours that a browser writes in its console: what is refused, and what is hidden.
KNOWN = re.compile(r"status of (404|409)")


class Stage:
    """The site, and who is in front of it. ``days``: how far the clock is ahead."""

    def __init__(self, demo: Instance, browser: Browser) -> None:
        self.demo, self.browser, self.days = demo, browser, 0
        self._pages: dict[str, Page] = {}
        self._witnesses: list[Witness] = []

    def of(self, name: str) -> Page:
        """The page of somebody, who signs in the first time. Empty name: a passer-by."""
        if name not in self._pages:
            page = self.browser.new_context(locale="fr-FR").new_page()
            page.set_default_timeout(20_000)
            self._witnesses.append(Witness(page, self.demo.address))
            if name:
                enter(page, self.demo.address, name)
            self._pages[name] = page
        return self._pages[name]

    def at(self, name: str, path: str) -> Page:
        """The page of somebody, at this address."""
        page = self.of(name)
        page.goto(self.demo.address + path)
        return page

    def later(self, days: int) -> None:
        """So many days after the beginning. Everyone has closed their browser meanwhile."""
        self.leave()
        self.demo.later(days)
        self.days = days

    def leave(self) -> None:
        for page in self._pages.values():
            page.context.close()
        self._pages.clear()

    @property
    def now(self) -> datetime:
        return datetime.now(ZoneInfo("Europe/Paris")) + timedelta(days=self.days)

    @property
    def today(self) -> date:
        return self.now.date()

    def mail(self, who: str, words: str) -> str:
        """The newest mail to this person that says so, once it is there."""
        return self.mail_to(MAIL_OF[who], words)

    def mail_to(self, address: str, words: str) -> str:
        """The same, for somebody who has no account."""
        texts: list[str] = []
        for _ in range(60):
            mails = reversed(self.demo.mails_to(address))
            texts = [f"{_subject(one)}\n{one.get_payload()}" for one in mails]
            found = next((text for text in texts if words in text), "")
            if found:
                return found
            self.of("").wait_for_timeout(500)
        raise AssertionError(f"No mail to {address} with {words!r}: {texts}")

    def awaits(self, name: str, words: str) -> None:
        """Somebody finds this in « Ce qui m’attend », by the link of their home."""
        page = self.at(name, "/espace/")
        page.get_by_role("link", name=re.compile("^Tout ce qui m’attend|^Voir mon agenda")).click()
        assert words in plain(page.locator("main"))

    def faults(self) -> list[str]:
        every = [fault for witness in self._witnesses for fault in witness.faults()]
        return [fault for fault in every if not KNOWN.search(fault)]


def _subject(mail: Message) -> str:
    return str(make_header(decode_header(mail["Subject"])))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def said(page: Page, words: str | re.Pattern[str]) -> None:
    """These words are on the page."""
    expect(
        page.locator("main, [role=status], .messages").filter(has_text=words).first
    ).to_be_visible()


def plain(place: Locator) -> str:
    """The text as it is read: French spaces are spaces."""
    return " ".join(place.inner_text().replace("\u202f", " ").replace("\u00a0", " ").split())


def add_zone(page: Page, typed: str, option: str, button: str = "Ajouter", *, of: str = "") -> None:
    """One more territory in a zone editor (``of``: its field), chosen among the suggestions."""
    name = f"[data-name='{of}']" if of else ""
    place = page.locator(f"[data-o2r-zone-editor]{name}")
    page.wait_for_load_state()
    place.get_by_role("combobox").fill(typed)
    place.get_by_role("option").filter(has_text=option).first.click()
    place.get_by_role("button", name=button, exact=True).click()
    expect(place.locator(".zone-chip", has_text=typed)).to_be_visible()
