"""Appointments of a person, their reminders, and what is done together: calendar, hours.

An appointment is a row of the file of its person; what is said of it in words is sealed with that
file. An activity belongs to the operator; who came to it is written in each file.
"""
