"""What the program did by itself is nobody's doing, whoever's screen it was on."""

from __future__ import annotations

from typing import Any

from sharing_people import HOSPITAL, PLACE, directed

from custodyhcp.records.people import read_detention
from custodyhcp.records.timeline import timeline
from custodyhcp.sharing import escalating, publishing


def test_a_step_taken_by_the_clock_says_so(suite: Any) -> None:
    ids = directed(suite.hcp, **HOSPITAL)
    publishing.publish(suite.hcp, ids.detention, PLACE)
    suite.clock.forward(minutes=6)
    assert escalating.tell_due(suite.hcp, publishing.briefings(suite.hcp))
    found = timeline(read_detention(suite.hcp, ids.detention).entries)
    automatic = {one.what for one in found if one.automatic}
    assert automatic == {"Nobody has acted: not fit"}
    assert len(found) > len(automatic)
