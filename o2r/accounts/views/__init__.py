"""Pages of accounts and organisations. Coming in and going out are in ``o2r.accounts.signin``."""
