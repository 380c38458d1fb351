"""« Done when »: each demo person signs in and sees only what the policy gives, page after page.

Then a whole arrival and a whole departure, played through the interface and the mailbox alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Instance
from tests.browser.totp import code_for

SPACE = "/espace/"
LEFT_ASIDE = ("/espace/deconnexion/", "/espace/securite/preuve/")
COLLEAGUES = {"Camille Arnoux", "Théo Marchal"}
PASSERELLES = {"Sami Belloc", "Inès Valmont", "Hugo Perrin", "Nadège Colin", "Odile Marchetti"}
FABRIQUE = {"Lina Quesnel", "Rosa Delmas"}
ALONE = {
    "Karim Tessier",
    "Hélène Aubry",
    "Paul Delorme",
    "Agnès Morin",
    "Yann Keller",
}
EVERYBODY = COLLEAGUES | PASSERELLES | FABRIQUE | ALONE
ORGANISATIONS = {
    "Les Passerelles du Val d’Essai",
    "La Fabrique des Possibles d’Aubrelieu",
    "Mission locale d’Aubrelieu",
    "Observatoire du Val d’Essai",
    "Association Les Lisières",
}
OBJECT = re.compile(r"^[^?]*[0-9a-f]{8}-")
"""An address that names something, in its path."""
COMMON = ["Personnes", "Équipes"]
ELSEWHERE, INDEX = "Déjà accompagnée ailleurs ?", "Index entre opérateurs"
URGENT, SHARED = "Ouvertures en urgence", "Partagé avec moi"
FOLLOWS = [
    "Ma file active", "Ma tournée", "Noter une rencontre", "Tournées", "Lieux",
    "Importer un fichier", "Rencontres et promesses", "Comptes rendus",
    "Observations de territoire", SHARED, URGENT, "Signalements", ELSEWHERE,
    "Calendrier", "Activités",
]  # fmt: skip
SIGNALS = "Signaler quelqu’un"
EFFECTS, EXITS = "Effets pour les personnes", "Sorties et suites"
NETWORK, CHECKED, UNMET = "Réseau", "Fiches à vérifier", "Besoins non couverts"
READS, ANSWERS, RESULTS = "Mes lectures", "Demandes de correction", "Résultats"


@dataclass(frozen=True)
class Expected:
    """What a person of the demonstration finds at home, and whom they may read about.

    Written from the rules of the field, not from the policy table.
    """

    cards: list[str]
    people: set[str] = field(default_factory=set)
    organisations: set[str] = field(default_factory=set)


# They write an application with Yann Keller’s association, and work under a convention with Karim
# Tessier’s: each reads the name of the other.
AT_PASSERELLES = {"Les Passerelles du Val d’Essai"}
# Those whom they accompany let the mission locale read something of them.
WITH_PARTNER = AT_PASSERELLES | {"Mission locale d’Aubrelieu"}
TOGETHER = AT_PASSERELLES | {"Association Les Lisières", "Mission locale d’Aubrelieu"}
WRITERS = PASSERELLES | {"Yann Keller"}
# Who keeps the journal reads there who, from outside, opened what the association holds.
KEEPERS = WRITERS | {"Hélène Aubry", "Karim Tessier"}
PEOPLE = {
    "Camille Arnoux": Expected(
        [
            NETWORK, CHECKED,
            "Conventions", "Organisations", "Projets", "Personnes", "Équipes", "Invitations",
            "Alertes", "Droits des personnes", "Journal des accès", "Réglages de l’instance",
            "Absences",
            "Files actives", "Exports à deux",
        ],
        EVERYBODY, ORGANISATIONS,
    ),
    "Théo Marchal": Expected([], {"Théo Marchal"}),
    "Sami Belloc": Expected(
        [
            EFFECTS, EXITS,
            NETWORK, CHECKED, UNMET,
            READS, ANSWERS, RESULTS, "Conventions", "Candidatures", "Comités", "Projets", *COMMON,
            "Absences", "Files actives",
            "Exports à deux", *FOLLOWS, "Liens de signalement", INDEX,
        ],
        WRITERS, TOGETHER,
    ),
    "Inès Valmont": Expected(
        [NETWORK, UNMET, "Projets", *COMMON, "Exports à deux", *FOLLOWS],
        PASSERELLES, WITH_PARTNER,
    ),
    "Hugo Perrin": Expected(
        [NETWORK, CHECKED, UNMET, READS, "Projets", *COMMON, "Exports à deux", *FOLLOWS, SIGNALS],
        PASSERELLES, WITH_PARTNER,
    ),
    "Nadège Colin": Expected(
        [
            READS, ANSWERS, RESULTS, "Conventions", "Candidatures", "Comités", "Invitations",
            "Projets", *COMMON, "Absences",
            "Files actives", "Alertes", "Journal des accès", "Exports à deux", URGENT,
        ],
        KEEPERS, TOGETHER,
    ),
    "Odile Marchetti": Expected(
        [
            READS, ANSWERS, RESULTS, "Conventions", "Candidatures", "Comités", "Projets", *COMMON,
            "Invitations", "Alertes",
            "Droits des personnes", "Journal des accès", "Exports à deux", URGENT,
        ],
        KEEPERS, TOGETHER,
    ),
    "Lina Quesnel": Expected(
        [NETWORK, UNMET, "Projets", *COMMON, "Exports à deux", *FOLLOWS],
        FABRIQUE, {"La Fabrique des Possibles d’Aubrelieu"},
    ),
    "Rosa Delmas": Expected(
        [
            EFFECTS, EXITS,
            NETWORK, CHECKED, UNMET,
            READS, ANSWERS, RESULTS, "Conventions", "Candidatures", "Comités", "Projets", *COMMON,
            "Absences", "Files actives",
            "Exports à deux", *FOLLOWS, "Liens de signalement", INDEX,
        ],
        FABRIQUE, {"La Fabrique des Possibles d’Aubrelieu"},
    ),
    # He works for two organisations, and acts for one at a time.
    "Karim Tessier": Expected(
        [
            NETWORK,
            READS, ANSWERS, RESULTS, "Conventions", "Candidatures", "Comités", "Projets", *COMMON,
            SHARED, SIGNALS,
        ],
        # Who proposed that a file be shared with him, and is to be called about it.
        {"Karim Tessier", "Inès Valmont", "Hugo Perrin"},
        TOGETHER | {"Observatoire du Val d’Essai"},
    ),
    # The State knows the organisations, and who asks to open one; not the people inside.
    "Hélène Aubry": Expected(
        [
            UNMET,
            READS, "Instruction",
            "Conventions", "Organisations", "Appels à projets", "Comités", *COMMON, "Invitations",
            "Absences", "Files actives", "Alertes", "Journal des accès", "Exports à deux",
        ],
        {"Hélène Aubry", "Yann Keller", "Karim Tessier", "Agnès Morin", "Sami Belloc"},
        ORGANISATIONS,
    ),
    "Paul Delorme": Expected(
        [READS, "Conventions", "Comités", UNMET, *COMMON], {"Paul Delorme"}, ORGANISATIONS
    ),
    "Agnès Morin": Expected(
        [READS, *COMMON], {"Agnès Morin", "Karim Tessier"}, {"Observatoire du Val d’Essai"}
    ),
    "Yann Keller": Expected([ANSWERS, RESULTS, "Conventions", "Candidatures"], WRITERS, TOGETHER),
}  # fmt: skip


@pytest.fixture
def browsing(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="fr-FR", viewport={"width": 390, "height": 844})
    yield context
    context.close()


def enter(page: Page, site: str, name: str) -> None:
    """The button of a person of the demonstration."""
    page.goto(f"{site}/espace/connexion/")
    page.get_by_role("button", name=f"Entrer comme {name}").click()
    page.wait_for_url(f"**{SPACE}")


class Bare(HTMLParser):
    """What a page holds, without style nor script: whatever is in it counts, shown or not."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.links, self.tokenless = "", list[str](), 0
        self._form: dict[str, str | None] | None = None
        self._unread = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("script", "style"):
            self._unread = tag
        elif tag == "form" and given.get("method") == "post":
            # The choice of a theme is a preference, not an act: it asks for no token.
            self._form = None if "theme-switch" in (given.get("class") or "") else given
        elif tag == "input" and given.get("name") == "csrfmiddlewaretoken":
            self._form = None
        elif tag == "a" and (given.get("href") or "").startswith(SPACE):
            self.links.append(given["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unread:
            self._unread = ""
        elif tag == "form" and self._form is not None:
            self._form, self.tokenless = None, self.tokenless + 1

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.text += data


def walk(page: Page, site: str) -> dict[str, str]:
    """Every page of the space that the links of the pages lead to, and its text.

    A link that leads to nothing is a door painted on a wall: none may.
    """
    found: dict[str, str] = {}
    waiting = [SPACE]
    while waiting:
        where = waiting.pop()
        answer = page.request.get(site + where)
        assert answer.ok, f"{where}: {answer.status}"
        if not answer.headers["content-type"].startswith("text/html"):
            found[where] = answer.text()
            continue
        bare = Bare(answer.text())
        found[where] = bare.text
        assert bare.tokenless == 0, f"{where}: a form would be refused"
        for link in bare.links:
            path = link.partition("#")[0]
            if path not in found and path not in waiting and not path.startswith(LEFT_ASIDE):
                waiting.append(path)
    return found


@pytest.mark.parametrize("name", PEOPLE)
def test_each_one_sees_what_is_theirs_and_nothing_else(
    browsing: BrowserContext, demo_site: str, name: str
) -> None:
    page, expected = browsing.new_page(), PEOPLE[name]
    enter(page, demo_site, name)
    cards = page.locator(".card__title").all_inner_texts()
    assert sorted(cards) == sorted(expected.cards)
    for where, text in walk(page, demo_site).items():
        foreign = {one for one in EVERYBODY - expected.people if one in text}
        foreign |= {one for one in ORGANISATIONS - expected.organisations if one in text}
        assert not foreign, f"{where}: {foreign}"


def test_the_pages_of_one_are_closed_to_the_others(browser: Browser, demo_site: str) -> None:
    """Nadège's own pages, asked by each of the others: exactly the page of what does not exist."""
    own: set[str] = set()
    for name in ("Nadège Colin", *(PEOPLE.keys() - {"Nadège Colin"})):
        context = browser.new_context(locale="fr-FR")
        page = context.new_page()
        enter(page, demo_site, name)
        if name == "Nadège Colin":
            own = {where for where in walk(page, demo_site) if OBJECT.search(where)}
            assert len(own) >= 10
        elif name not in PASSERELLES | {"Camille Arnoux"}:
            nothing = page.request.get(f"{demo_site}/espace/personnes/{NOBODY}/")
            assert nothing.status == 404
            for where in own:
                answer = page.request.get(demo_site + where)
                if any(re.match(one, where) and name in who for one, who in MET.items()):
                    continue
                assert answer.status == 404, f"{name} {where}: {answer.status}"
        context.close()


STATE = {"Hélène Aubry", "Paul Delorme"}
MET = {
    r"/espace/organisations/[0-9a-f-]+/$": STATE,
    "/espace/conventions/": {*STATE, "Yann Keller", "Karim Tessier"},
    # The other members of the consortium of the demonstration.
    "/espace/candidatures/": {"Yann Keller", "Karim Tessier"},
    "/espace/comites/": {*STATE, "Karim Tessier"},
}
"""Whom the work on a page gathers beyond one organisation."""
NOBODY = "00000000-0000-4000-8000-000000000000"
PASSWORD = "onze ardoises sous un vieux préau"


def test_an_arrival_and_a_departure(browser: Browser, demo: Instance) -> None:
    """Nadège invites Salomé; Salomé protects her account and waits; Nadège ends her access."""
    nadege = browser.new_context(locale="fr-FR").new_page()
    enter(nadege, demo.address, "Nadège Colin")
    nadege.get_by_role("link", name="Voir les invitations").click()
    nadege.get_by_role("link", name="Inviter quelqu’un").click()
    nadege.get_by_label("Adresse électronique").fill("salome.ferrand@passerelles.example")
    nadege.get_by_label("Rôle").select_option(label="Accompagnement")
    nadege.get_by_role("button", name="Envoyer l’invitation").click()
    expect(nadege.get_by_text("salome.ferrand@passerelles.example").first).to_be_visible()

    phone = {"width": 390, "height": 844}
    salome = browser.new_context(locale="fr-FR", viewport=phone).new_page()
    salome.goto(link_in(salome, demo, "salome.ferrand@passerelles.example"))
    expect(salome.get_by_text("Nadège Colin vous invite")).to_be_visible()
    salome.get_by_label("Prénom et nom").fill("Salomé Ferrand")
    salome.get_by_label("Mot de passe", exact=True).fill("trop court")
    salome.get_by_role("button", name="Rejoindre").click()
    expect(salome.get_by_text("14 caractères").first).to_be_visible()
    salome.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    salome.get_by_role("button", name="Rejoindre").click()

    # Her role meets people: nothing opens before a second factor.
    expect(salome.get_by_role("heading", name="Choisir un second facteur")).to_be_visible()
    salome.goto(f"{demo.address}/espace/personnes/")
    expect(salome.get_by_role("heading", name="Choisir un second facteur")).to_be_visible()
    salome.get_by_role("link", name="Utiliser une application").click()
    secret = salome.locator("code").first.inner_text()
    salome.get_by_label("Code montré").fill(code_for(secret))
    salome.get_by_role("button", name="Ajouter").click()
    expect(salome.get_by_role("heading", name="Vos codes de secours")).to_be_visible()
    salome.get_by_role("link", name="Je les ai notés").click()

    salome.goto(demo.address + SPACE)
    salome.get_by_role("button", name="Continuer").click()
    expect(salome.get_by_text("24 premières heures")).to_be_visible()
    salome.get_by_role("link", name="Continuer").click()
    salome.get_by_role("button", name="Terminer").click()
    expect(salome.get_by_text("Votre accès a moins de 24 heures")).to_be_visible()

    # Odile, who answers for the data, was told; Nadège ends the access at once.
    wait_for_mail(salome, demo, "odile.marchetti@passerelles.example", "a accepté l’invitation")
    nadege.goto(f"{demo.address}/espace/personnes/")
    nadege.get_by_role("link", name="Salomé Ferrand").click()
    nadege.get_by_role("link", name="Mettre fin à son accès").click()
    nadege.get_by_role("button", name="Mettre fin à son accès").click()
    expect(nadege.get_by_role("link", name="Salomé Ferrand")).to_have_count(0)
    salome.goto(demo.address + "/espace/personnes/")
    expect(salome.get_by_role("link", name="Hugo Perrin")).to_have_count(0)
    salome.goto(demo.address + SPACE)
    expect(salome.get_by_text("Vous n’agissez pour aucune organisation")).to_be_visible()
    salome.context.close()
    nadege.context.close()


def link_in(page: Page, demo: Instance, who: str) -> str:
    """The first link of the newest mail to this address, once it is there."""
    text = wait_for_mail(page, demo, who, "")
    found = re.search(r"https?://\S+", text)
    assert found, text
    return found[0]


def wait_for_mail(page: Page, demo: Instance, who: str, words: str) -> str:
    for _ in range(60):
        for mail in reversed(demo.mails_to(who)):
            text = str(mail.get_payload())
            if words in text:
                return text
        page.wait_for_timeout(500)
    raise AssertionError(f"No mail to {who} with {words!r}")
