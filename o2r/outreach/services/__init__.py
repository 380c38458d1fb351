"""Every write of outreach: one function per act, keyword-only, the actor first."""
