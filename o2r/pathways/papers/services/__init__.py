"""Every write of papers: one function per act."""

from o2r.pathways.papers.services.issuing import Order, erase_issued, issue
from o2r.pathways.papers.services.keeping import Paper, keep, settle, take_out, tell_read
from o2r.pathways.papers.services.lending import lend, open_by_code, take_back_code
from o2r.pathways.papers.services.owning import erase_own, tell_taken
from o2r.pathways.papers.services.templates import adapt, retire, revise, write_template

__all__ = [
    "Order",
    "Paper",
    "adapt",
    "erase_issued",
    "erase_own",
    "issue",
    "keep",
    "lend",
    "open_by_code",
    "retire",
    "revise",
    "settle",
    "take_back_code",
    "take_out",
    "tell_read",
    "tell_taken",
    "write_template",
]
