"""Pathways already open elsewhere, taken over from the spreadsheet of an operator."""
