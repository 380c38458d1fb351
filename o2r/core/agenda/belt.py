from o2r.core.belt import protect, rules

protect(
    "agenda.FeedLink",
    columns=["token_hash", "last_read_at"],
    readable=rules.own("owner", "agenda-feed"),
    # A link gives a list to whoever holds it: nobody makes one for somebody else.
    addable=rules.own("owner", "agenda-feed"),
)
