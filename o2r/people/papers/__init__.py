"""What is handed to a person: a card that shows nothing of them, a receipt of what they agreed to.

    text = usable("ar", production=holds_real_people())
    card(Access(link, address, code), text, paper=Paper.A4)
    receipt(Receipt(...), text, size=Size.LARGE, pictograms=True)

Plain values in, PDF (or the HTML page that a browser prints) out. The card takes an `Access` and
nothing else: no name could reach it.
"""

from o2r.people.papers.card import Paper, card, card_page
from o2r.people.papers.facts import Access, Consent, Information, Receipt, SharedSecrecy
from o2r.people.papers.receipt import Size, receipt, receipt_page

__all__ = [
    "Access",
    "Consent",
    "Information",
    "Paper",
    "Receipt",
    "SharedSecrecy",
    "Size",
    "card",
    "card_page",
    "receipt",
    "receipt_page",
]
