"""Calls for projects (appels à manifestation d'intérêt): from publication to awards.

``calls`` holds the call itself; ``calls.applications`` what candidates write, ``calls.reading`` how
it is read, ``calls.selection`` how it is decided. Each imports only those before it.
"""
