"""The whole journey through the real windows, with real mouse and key events.

``driver`` finds controls and presses them; ``journey`` is the story, a stage for each sign-in;
``command`` runs each stage in a process of its own, as locking demands.
"""
