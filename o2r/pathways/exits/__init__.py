"""Where people go when a pathway ends, what became of them at three and six months, and the way
back, which stays open."""
