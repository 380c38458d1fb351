"""Conventions as lines of a file: what is read from a spreadsheet, what is written to one."""
