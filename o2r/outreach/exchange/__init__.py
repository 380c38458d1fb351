"""Files of an operator, or of Mano, read as persons, places and passages. Pure.

``columns`` says what is taken and guesses which column is what, ``never`` what is not taken,
whatever the file says; ``values`` reads a cell, ``rows`` the lines. Nothing here writes: what is
read is shown first, and one line that is wrong stops the whole file.
"""
