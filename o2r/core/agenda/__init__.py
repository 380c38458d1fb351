"""What waits for a person: each app says, in its ``agenda.py``, what is due and when.

Start by ``registry``. The page « Ce qui m'attend », the block of the home and the calendar feed all
read the same list. ``ical`` writes calendars, for this feed and for any public one.
"""
