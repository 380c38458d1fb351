"""Screens of those who answer for an organisation or for the platform."""
