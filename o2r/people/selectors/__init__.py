"""What the pages of people read."""
