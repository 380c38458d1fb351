"""A protected record, on which the promises of trust are measured.

Installed by the test suite and by ``o2r trust`` alone, never by an instance. It is also the
shortest app that uses everything: read it before writing a new one.
"""
