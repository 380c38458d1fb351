"""Every read of outreach that several pages share."""
