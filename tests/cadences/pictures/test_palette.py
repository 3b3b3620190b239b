"""The colours: every text can be read, every mark be seen, in light and in dark."""

import pytest

from cadences.outcomes import Channel
from cadences.pictures.palette import COLOURS, GROUNDS, MARKS, contrast, styles


@pytest.mark.parametrize("scheme", [0, 1])
def test_every_text_stands_out_from_all_it_may_stand_on(scheme):
    weak = [
        (role, ground, round(found, 2))
        for role, grounds in GROUNDS.items()
        for ground in grounds
        if (found := contrast(COLOURS[role][scheme], COLOURS[ground][scheme])) < 4.5
    ]

    assert weak == []


@pytest.mark.parametrize("scheme", [0, 1])
def test_every_mark_can_be_seen(scheme):
    grounds = ("card", "sheet", "paper")
    weak = [
        (role, ground)
        for role in MARKS
        for ground in grounds
        if contrast(COLOURS[role][scheme], COLOURS[ground][scheme]) < 3
    ]

    assert weak == []


def test_every_channel_has_a_colour_and_a_shape_of_its_own():
    from cadences.pictures.drawing import ICONS

    assert set(ICONS) == set(Channel)
    assert len(set(ICONS.values())) == len(Channel)
    assert {channel.value for channel in Channel} <= COLOURS.keys()


def test_both_schemes_name_every_role():
    for sheet in (styles(), styles(shapes=False)):
        light, dark = sheet.split("@media(prefers-color-scheme:dark)")
        for role, (bright, dim) in COLOURS.items():
            assert bright in light
            assert dim in dark, role
