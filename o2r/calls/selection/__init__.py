"""The committee room: scenarios, decisions, minutes, letters and results of a call.

Shows what a choice would cover and cost; never decides. The préfet decides.
"""
