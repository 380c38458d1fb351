"""What a file really is, and how it is made harmless. Pure: no Django, no database, no setting.

``types`` lists the types that may be kept and the limits. ``recognising`` tells the type from the
content, with ``pictures``, ``containers`` and ``texts``, which read structures by hand and
decompress nothing. ``redrawing`` (pictures), ``disarming`` (PDF) and ``office`` then make the
neutral version; ``workshop`` runs each in a process of its own, whose memory and time are bounded:
what a hostile file breaks is thrown away with it.
"""
