"""French typography for messages, under the name that the apps above know. Pure."""

from o2r.core.typography import typographic

__all__ = ["typographic"]
