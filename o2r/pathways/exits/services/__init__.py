"""Every write of exits: one function each."""

from o2r.pathways.exits.services.leaving import Leaving, close_watch, leave
from o2r.pathways.exits.services.news import News, note_news
from o2r.pathways.exits.services.returning import return_

__all__ = ["Leaving", "News", "close_watch", "leave", "note_news", "return_"]
