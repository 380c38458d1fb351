"""Where somebody goes, what becomes of them, how they come back."""
