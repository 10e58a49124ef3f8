"""The demonstration: a throw-away suite of twelve invented people, built by the rooms' own verbs.

``people`` says who works there; ``stories`` who is in the cells and what happened to each;
``building`` plays the stories, in order of time, at real desks with a clock that is set.
"""
