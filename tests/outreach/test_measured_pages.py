"""Every page of people and of outreach asks fifteen questions at most, whoever opens it."""

from collections.abc import Iterator

import pytest

from o2r.core import clock
from o2r.outreach.measured_casework import MOST_QUERIES, filled
from o2r.outreach.measured_pages import Visit
from o2r.outreach.measured_volume import Size

NOT_OPENED = {
    "people:note_draft",
    # Asked while somebody types: opened with its words, in a POST.
    "people:look_alikes",
    "outreach:start_round",
    "outreach:finish_round",
    "outreach:stop",
    "outreach:reopen_place",
    "outreach:encounter_draft",
    "outreach:observation_draft",
    "outreach:daily_report_draft",
    "outreach:signal_draft",
    "outreach:signal_act",
    "outreach:signal_answer",
    "agreements:yes",
    "agreements:no",
    "agreements:take_back",
    "agreements:card_paper",
    "agreements:cancel_card",
    "emergency:second",
    # For who answers for the data, who is none of the readers here.
    "emergency:review",
    *(f"directory:{name}" for name in ("answer", "forget_note", "service_state")),
    # For who keeps the directory of the platform, who is none of the readers here.
    "directory:imports",
    *(f"referrals:{name}" for name in ("answer", "send", "note", "cancel", "withdraw", "letter")),
    *(f"fse:{name}" for name in ("operation_act", "export_table", "export_sheet", "evidence")),
    # Evidence is served once it was verified, by a worker that does not run here.
    *(f"fse:{name}" for name in ("evidence_file", "remove_evidence")),
    # Asked while somebody types.
    "fse:lacks",
    *(f"papers:{name}" for name in ("adapt_template", "read_paper", "take_back")),
    "measures:quote",
    "appointments:settle",
    "appointments:settle_reminder",
    "appointments:enrol",
    "appointments:mark",
    "employment:checkpoint_link",
    "employment:checkpoint_send",
    "employment:alert_take",
    "employment:job_act",
    "employment:adjustment_done",
    "together:obligation_act",
    "together:member_act",
    "together:invitation_act",
}
"""What is only sent: a button of a page that is opened, or what a page keeps as it is typed."""


@pytest.fixture
def visit() -> Iterator[Visit]:
    # The hour of now: what an emergency opens, it opens for an hour.
    with clock.stopped_at(clock.now()):
        yield Visit(filled(Size(300, 1_500), seed=7))


def test_every_page_asks_few_questions(visit: Visit, subtests: pytest.Subtests) -> None:
    for page in visit.pages():
        with subtests.test(page.code):
            opened = visit.measure(page, 2)
            assert opened.failed == []
            with_them = "\n".join(opened.statements)
            assert opened.queries <= MOST_QUERIES, with_them
    assert set(visit.closed) == NOT_OPENED
