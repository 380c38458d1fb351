"""What teams type of their places, rounds and meetings."""
