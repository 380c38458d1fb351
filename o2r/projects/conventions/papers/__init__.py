"""Documents made from a convention: its draft with its annexes, and the avenant of a year."""
