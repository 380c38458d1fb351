"""What changes for people, measured honestly: published scales, réglettes, their own words.

Offered, never owed: each question is skipped in one gesture. No total of a person leaves.
"""
