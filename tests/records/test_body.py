"""The drawings and their names belong together: every region is drawn, named, and found."""

from __future__ import annotations

import re

import pytest

from custodyhcp.records import body
from custodyhcp.records.injuries import listed


@pytest.mark.parametrize("view", body.views(), ids=lambda view: view.id)
def test_every_path_of_a_drawing_is_a_region_and_every_region_is_drawn(view: body.View) -> None:
    drawn = set(re.findall(r'<path id="([^"]+)"', body.svg(view.id)))
    assert drawn == {region.id for region in body.regions() if region.view == view.id}
    assert f'viewBox="0 0 {view.width} {view.height}"' in body.svg(view.id)
    assert body.lines(view.id) or view.id == "feet_sole"


def test_each_region_has_a_place_inside_it_and_no_other_lies_there() -> None:
    for region in body.regions():
        assert region.holds(*region.inside), region.id
        assert body.region_at(region.view, *region.inside) == region


def test_names_are_not_said_twice_and_say_the_side() -> None:
    names = [region.plain for region in body.regions()]
    assert len(names) == len(set(names)) > 200
    for region in body.regions():
        assert region.anatomical
        assert region.area in listed("area")
        if region.side:
            assert region.plain.startswith(region.side.title()), region.id
            assert region.id.endswith(region.side) or region.view.endswith(region.side)
        else:
            assert "left" not in region.plain.lower()


def test_left_and_right_are_the_same_on_both_sides() -> None:
    """The drawing is even: what there is on the left there is on the right, mirrored."""
    ids = {region.id for region in body.regions()}
    for one in ids:
        other = one.replace("left", "right") if "left" in one else one.replace("right", "left")
        assert other in ids


def test_the_persons_left_is_at_the_right_from_the_front_and_at_the_left_from_behind() -> None:
    x = {region.id: region.inside[0] for region in body.regions()}
    assert x["front.hand.left"] > x["front.hand.right"]
    assert x["back.hand.left"] < x["back.hand.right"]
    assert x["head_front.ear.left"] > x["head_front.ear.right"]
    assert x["head_back.ear.left"] < x["head_back.ear.right"]
    # the thumb of the left hand is at the right of it when its back is seen
    assert x["hands_back.thumb_tip.left"] > x["hands_back.little_tip.left"]
    assert x["hands_palm.thumb_tip.left"] < x["hands_palm.little_tip.left"]
    assert x["feet_top.big_toe.left"] > x["feet_top.fifth_toe.left"]


def test_beside_the_body_is_nowhere() -> None:
    assert body.region_at("front", 1, 1) is None
    assert body.region_at("nowhere", 100, 100) is None


def test_a_place_is_found_by_any_beginning_of_its_names() -> None:
    found = {region.id for region in body.find("fore lef fro")}
    assert "front.forearm.left" in found
    assert {region.id for region in body.find("popliteal right")} == {"back.knee.right"}
    assert body.find("xyzzy") == ()
    assert body.find("") == body.regions()


def test_what_is_not_drawn_is_not_found() -> None:
    with pytest.raises(LookupError):
        body.view("inside")
    with pytest.raises(LookupError):
        body.region("front.tail")
