"""Acts on appointments, reminders and activities: one function per act, the author first."""
