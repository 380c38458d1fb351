"""Committees of the réseau pour l'emploi: who sits where, when they meet, what was decided.

C. trav. L. 5311-10; décret n° 2024-560 du 18 juin 2024. The calls send their opinions and
selections to these instances, and know nothing of how they are kept.
"""
