"""The pages of outreach, in the professional space: for a phone first."""
