"""Stories 9 to 11: the card, found, lost, and opened on a computer that others use."""

from datetime import timedelta

from o2r.core import clock
from o2r.core.notifications.models import Notification
from o2r.people.card_codes import code_digest, new_code
from o2r.people.enums import AgreementState, SharedField
from o2r.people.models import TrustCard
from tests.core.documents.reading import pdf_text
from tests.people.story_cast import (
    CARD_REFUSES,
    CARD_SHOWS_NOTHING,
    MIREILLE,
    SONIA,
    WORD,
    Browser,
    Cast,
    Page,
    typed,
)


def all_that_it_does(code: str) -> list[Page]:
    """What somebody who found a card tries."""
    found = typed(code)
    return [
        found.get("card:choose"),
        found.post("card:open", word="sonia"),
        found.post("card:stop", number=""),
        found.post("card:cancel"),
        found.get("card:done"),
    ]


def test_story_09_a_found_card_shows_nothing_and_only_closes(cast: Cast) -> None:
    found = cast.card_of(cast.sonia_before)
    paper = Browser(cast.ines).post(
        "agreements:card_paper", cast.sonia_before.pk, code=found, language="fr", paper="a6"
    )
    printed = pdf_text(paper.answer.content)
    assert not any(one in printed for one in (*SONIA, "Passerelles", "Inès", "Garnier"))
    assert cast.sonia.is_protected
    in_force, code = cast.shares(cast.mireille, SharedField.FIRST_NAME), cast.card_of(cast.mireille)
    first, *others = [all_that_it_does(one) for one in (found, code, new_code())]
    assert CARD_SHOWS_NOTHING in first[0].text
    for pages in others:
        assert [page.seen for page in pages] == [page.seen for page in first]
    in_force.refresh_from_db()
    assert in_force.state == AgreementState.WITHDRAWN
    told = Notification.objects.filter(recipient=cast.ines.pk, kind="card-used").order_by("pk")
    assert told
    assert not any(word in one.subject + one.body for one in told for word in MIREILLE)


def test_story_10_a_guessed_second_secret_gets_nowhere(cast: Cast) -> None:
    code, dead = cast.card_of(cast.yanis), cast.card_of(cast.mireille)
    cast.card_of(cast.mireille)
    tries = [
        [typed(one).post("card:open", word="Médor") for _ in range(TrustCard.MOST_TRIES)]
        for one in (code, dead, new_code())
    ]
    assert CARD_REFUSES in tries[0][0].text
    assert len({str(page.seen) for one in tries for page in one}) == 1
    # From another connection, and with the right word: nothing tells that it was guessed too often.
    assert typed(code).post("card:open", word=WORD).seen == tries[0][0].seen
    (told,) = Notification.objects.filter(kind="card-used")
    assert told.recipient == cast.ines.pk
    ines = Browser(cast.ines)
    ines.post("agreements:cancel_card", cast.yanis.pk)
    ines.post("agreements:card", cast.yanis.pk, word=WORD)
    assert TrustCard.objects.live().filter(person=cast.yanis).count() == 1
    share = cast.shares(cast.yanis, SharedField.FIRST_NAME)
    typed(code).post("card:stop", number="")
    share.refresh_from_db()
    assert share.state == AgreementState.GIVEN
    kept = str(list(TrustCard.objects.order_by("pk").values()))
    assert code_digest(code) in kept
    assert not any(one in kept for one in (code, code.replace("-", ""), WORD))


def test_story_11_a_shared_computer_keeps_no_page_of_the_card(cast: Cast) -> None:
    code = cast.card_of(cast.mireille)
    library = typed(code)
    library.post("card:open", word=WORD)
    page = library.get("card:page")
    assert "Mireille" in page.text
    assert "<title>Ma carte</title>" in page.body
    assert page.headers["Cache-Control"] == "no-store, private"
    cookie = library.client.cookies["o2r-session"]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    left = library.post("card:leave")
    assert left.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "data-o2r-card-left" in left.body
    forgotten = typed(code)
    forgotten.post("card:open", word=WORD)
    with clock.stopped_at(clock.now() + timedelta(minutes=5, seconds=1)):
        for after in (library, forgotten):
            for back in ("card:page", "card:choose"):
                assert after.get(back).goes_to == "/carte/"
