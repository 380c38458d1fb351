"""How applications are read: admissibility, readers, interests, reviews, opinions of committees.

``interests`` decides who may open what, ``balancing`` who reads what, ``scoring`` what the marks
say. The three are pure.
"""
