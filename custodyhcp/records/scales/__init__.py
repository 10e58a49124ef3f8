"""The clinical scales: what each asks, which values are legal, what they add up to. Pure.

Rules kept here (domain clinical 4; docs/scales/): the tables are data with their source; a value
that a table does not list is refused, never rounded; while anything is unanswered there is no
total and no band, only the names of what is missing; a band carries the name of the set it is
from. A score is the health professional's to weigh, and never reaches custody: nothing in
``sharing`` reads this room.
"""
