"""What may be looked at or shared, and why: SCR, GP record, capacity, best interests, sharing.

Read in this order: ``codes`` (the words), ``scr`` ``gp`` ``sharing`` (the rules, pure), ``asked``
and ``considering`` (from a form to a rule), ``fold`` (what stands now), ``recording`` (the verbs).
A ``Permission`` is the only thing that opens a record, and only the rules make one.
"""
