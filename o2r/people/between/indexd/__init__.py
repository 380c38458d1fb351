"""The process apart: its store, its keys, what it answers over its socket. It knows no database."""
