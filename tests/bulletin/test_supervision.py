"""How supervising units stand, and that the rows make the total."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from zhengjian.bulletin import Material
from zhengjian.bulletin.supervision import PLATFORM_HEADS, UNIT_HEADS, platform_lines, unit_lines


def test_each_unit_has_its_line_and_they_make_the_total(quarter: Material) -> None:
    *parts, total = unit_lines(quarter)
    assert all(len(line) == len(UNIT_HEADS) for line in [*parts, total])
    assert total == ("合计", 735, 734, 1, 0, "99.86%", "99.86%", 4059, 4055, 4, 0, "99.9%", "99.9%", 212, 212, 0, 0, "100%")
    for place in (1, 2, 3, 4, 7, 8, 9, 10, 13, 14, 15, 16):
        assert sum(int(line[place]) for line in parts) == total[place]
    assert parts[-1][:4] == ("省直部门（含省政府门户）", 46, 45, 1)


def test_what_was_mended_shows_beside_the_result_at_inspection(quarter: Material) -> None:
    failing = [target for target, one in quarter.scores.items() if one.result == "failed"]
    passed = next(one for one in quarter.scores.values() if one.result == "passed")
    *_, total = unit_lines(replace(quarter, rechecked=dict.fromkeys(failing[:3], passed)))
    assert (total[5], total[6], total[11], total[12]) == ("99.86%", "100%", "99.9%", "99.95%")


def test_reports_of_sites_outside_the_register_count_in_the_total_only(quarter: Material) -> None:
    stray = msgspec.structs.replace(quarter.messages[0], message_id="stray", site_id="0000000000")
    *parts, total = unit_lines(replace(quarter, messages=(*quarter.messages, stray)))
    assert total[13] == 213 and sum(int(line[13]) for line in parts) == 212


def test_platforms_are_ranked_by_use(quarter: Material) -> None:
    lines = list(platform_lines(quarter))
    assert [line[0] for line in lines] == ["微信公众号", "微信订阅号", "抖音", "合计"]
    assert lines[2] == ("抖音", 3, 0, 3, 0, "0%") and len(lines[0]) == len(PLATFORM_HEADS)
