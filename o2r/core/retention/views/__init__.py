"""Pages of people's rights: those of the person, and those of who answers them."""
