"""What is asked of a person: every question may be passed."""
