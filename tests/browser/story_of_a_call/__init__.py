"""The story of a call, chapter by chapter. The people of the demonstration play it."""
