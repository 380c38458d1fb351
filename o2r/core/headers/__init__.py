"""Proof that every answer carries the headers it must, taken on a real server behind TLS.

``rules`` says what an answer must carry (pure), ``local_site`` starts the product as in production
behind ``front`` with the certificate of ``authority``, ``pages`` names the kinds of pages, and
``observatory`` has them graded by Mozilla's scanner. ``o2r.core.trust`` makes figure H1 of it.
"""
