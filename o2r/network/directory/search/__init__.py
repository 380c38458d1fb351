"""Who near this commune takes this person for this need: an index in memory, pure.

``question`` says what is asked, ``part`` holds services as columns of numbers, ``index`` answers
in order, ``words`` says why. Reading the database is not done here: see ``selectors.kept_index``.
"""
