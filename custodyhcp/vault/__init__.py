"""The vault: keys. Who holds them, what they seal, and how they come back.

Only this room imports ``cryptography`` and ``keyring``. Read in this order: ``compartments`` (who
may open what), ``parts`` (how a part is sealed), ``session`` (what a signed-in person can open),
``authority`` (who may be believed), ``keyslots`` (passphrases), ``device`` and ``recovery``.
"""
