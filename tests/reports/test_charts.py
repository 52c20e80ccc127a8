"""Charts are true to their numbers, and fit on a phone whatever they show."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.reports.charts import Bar, Column, Place, Stack, bars, columns, dot_map, stacks
from marketplace.reports.charts.columns import GROUND
from marketplace.reports.charts.drawing import WIDTH
from marketplace.reports.charts.scale import length, round_top, text_width, ticks, wrapped

COUNTS = st.integers(min_value=0, max_value=20_000)
LONG_NAME = "Hợp tác xã Sản xuất, Kinh doanh và Dịch vụ Nông lâm nghiệp tổng hợp Nghĩa Đô"


def column(label, *values):
    return Column(label, values, str(max(values)), f"{label}: {values}")


def stack(label, *up, down=0):
    return Stack(label, up, down, tuple(map(str, (*up, down))))


def inside(drawing):
    """Whether every box of a drawing lies on its sheet."""
    return all(
        box.x >= 0
        and box.y >= 0
        and box.x + box.width <= drawing.width
        and box.y + box.height <= drawing.height
        for box in drawing.boxes
    )


# --- Scales ---


@pytest.mark.parametrize(
    ("largest", "top"),
    [(0, 1), (1, 1), (2, 2), (7, 8), (9, 10), (137, 150), (605, 800), (800, 800)],
)
def test_an_axis_ends_at_a_round_number(largest, top):
    assert round_top(largest) == top


@given(COUNTS)
def test_no_value_is_above_its_axis(largest):
    assert largest <= round_top(largest) <= max(2 * largest, 1)


@pytest.mark.parametrize(("top", "named"), [(1, (0, 1)), (15, (0, 15)), (800, (0, 400, 800))])
def test_an_axis_names_whole_numbers_only(top, named):
    assert ticks(top) == named


@given(COUNTS, COUNTS, st.integers(min_value=1, max_value=500))
def test_more_is_never_shorter(one, other, room):
    top = round_top(max(one, other))
    lengths = [length(value, top, room) for value in sorted((one, other))]

    assert 0 <= lengths[0] <= lengths[1] <= room


def test_one_of_very_many_is_seen_and_none_is_not():
    assert length(1, 20_000, 100) == 1
    assert length(0, 20_000, 100) == 0


@given(st.text(alphabet="aăâbcdđ ", min_size=1, max_size=200), st.integers(60, 320))
def test_lines_of_words_are_as_narrow_as_asked(words, width):
    lines = wrapped(words, width)

    assert len(lines) <= 2
    assert all(text_width(line) <= width for line in lines)


def test_a_long_name_is_cut_with_an_ellipsis():
    assert wrapped("Xã Nghĩa Đô", 300) == ("Xã Nghĩa Đô",)
    assert wrapped(LONG_NAME, 200)[-1].endswith("…")


# --- Bars ---


def test_bars_are_as_long_as_their_numbers():
    drawing = bars([Bar("3 sao", "50/100", 50, 100), Bar("4 sao", "25/50", 25, 50)])

    whole, part, other_whole, other_part = drawing.boxes
    assert (whole.width, part.width) == (WIDTH, WIDTH // 2)
    assert (other_whole.width, other_part.width) == (WIDTH // 2, WIDTH // 4)
    assert [text.words for text in drawing.texts] == ["3 sao", "50/100", "4 sao", "25/50"]


def test_a_group_without_anything_has_words_and_no_bar():
    drawing = bars([Bar("5 sao", "không có", 0, 0)])

    assert drawing.boxes == ()
    assert [text.words for text in drawing.texts] == ["5 sao", "không có"]


def test_a_chart_of_nothing_is_an_empty_sheet():
    assert bars([]).boxes == bars([]).texts == ()
    assert columns([], ("whole", "part"), nested=True).boxes == ()
    assert stacks([], ("new",), "lost").boxes == ()
    assert dot_map([]).dots == ()


def test_a_result_beyond_its_plan_passes_the_mark():
    drawing = bars([Bar("Sản phẩm mới", "62/54", 62, mark=54)])

    (mark,), (box,) = drawing.lines, drawing.boxes
    assert mark.x1 < box.width <= WIDTH


def test_a_long_name_takes_a_second_line_and_leaves_room_for_its_number():
    drawing = bars([Bar(LONG_NAME, "1/2 = 50,0 %", 1, 2), Bar("Xã Y Tý", "1/1", 1, 1)])

    names = [text for text in drawing.texts if text.look == "label"]
    assert len({text.y for text in names}) == len(names) == 3
    assert all(text_width(text.words) < WIDTH - text_width("1/2 = 50,0 %") for text in names[:2])


@given(st.lists(st.tuples(COUNTS, COUNTS), max_size=12))
def test_bars_stay_on_their_sheet(pairs):
    drawing = bars([Bar("Xã", "…", min(pair), max(pair)) for pair in pairs])

    assert inside(drawing)
    assert all(text.y <= drawing.height for text in drawing.texts)


# --- Columns ---


def test_a_part_stands_inside_its_whole():
    drawing = columns([column("2022", 139, 137)], ("whole", "part"), nested=True)

    whole, part = drawing.boxes
    assert (whole.x, whole.width) == (part.x, part.width)
    assert whole.height > part.height
    assert whole.y + whole.height == part.y + part.height == GROUND


def test_values_side_by_side_are_not_added_up():
    drawing = columns([column("7", 42, 72), column("8", 72, 42)], ("here", "declared"))

    one, other, third, last = drawing.boxes
    assert one.x + one.width <= other.x <= other.x + other.width <= third.x
    assert one.height == last.height < other.height == third.height


def test_twelve_months_fit_and_name_their_year_once():
    months = [
        Column(str(month), (month, month), str(month), "", "2022" if month == 1 else "")
        for month in range(1, 13)
    ]

    drawing = columns(months, ("whole", "part"), nested=True)

    below = [text.words for text in drawing.texts if text.y > GROUND and text.anchor == "middle"]
    assert below == ["1", "2022", *map(str, range(2, 13))]
    assert inside(drawing)


def test_words_that_would_touch_are_left_to_the_table():
    months = [Column(str(month), (13 - month,), "1.234.567", "") for month in range(1, 13)]

    above = [text.x for text in columns(months, ("here",)).texts if text.look == "value-small"]

    assert len(above) == 2  # the highest and the last


@given(st.lists(st.tuples(COUNTS, COUNTS), max_size=24), st.booleans())
def test_columns_stay_on_their_sheet(pairs, nested):
    items = [column("1", max(pair), min(pair)) for pair in pairs]

    assert inside(columns(items, ("whole", "part"), nested=nested))


# --- Stacks ---


def test_parts_of_a_stack_add_up_to_its_sum():
    drawing = stacks(
        [stack("2025", 62, 10, 3, down=1), stack("2024", 75, 0, 0)],
        ("new", "again", "upgraded"),
        "lost",
    )

    *parts, lost = [box for box in drawing.boxes if box.x == drawing.boxes[0].x]
    other = drawing.boxes[-1]
    assert sum(box.height for box in parts) == other.height  # 62 + 10 + 3 = 75
    assert [box.look for box in parts] == ["new", "again", "upgraded"]
    assert lost.y == parts[0].y + parts[0].height
    assert [text.words for text in drawing.texts] == ["+75", "−1", "2025", "+75", "2024"]


@given(st.lists(st.tuples(COUNTS, COUNTS, COUNTS, COUNTS), min_size=1, max_size=6))
def test_parts_of_a_stack_touch_and_stay_on_the_sheet(rows):
    drawing = stacks(
        [stack(str(at), *row[:3], down=row[3]) for at, row in enumerate(rows)],
        ("new", "again", "upgraded"),
        "lost",
    )

    assert inside(drawing)
    for x in {box.x for box in drawing.boxes}:
        ends = sorted((box.y, box.y + box.height) for box in drawing.boxes if box.x == x)
        assert all(above[1] == below[0] for above, below in pairwise(ends))


# --- The map ---


def place(latitude, longitude, part, whole):
    return Place(latitude, longitude, part, whole, "Xã")


def test_north_is_up_and_east_is_right():
    south_west, north_east = dot_map([place(21.5, 103.6, 1, 1), place(22.8, 105.0, 1, 1)]).dots

    assert south_west.x < north_east.x
    assert south_west.y > north_east.y


def test_a_kilometre_is_as_long_to_the_east_as_to_the_north():
    middle, north, east = (
        dot
        for dot in dot_map(
            [place(22.0, 104.0, 1, 1), place(23.0, 104.0, 1, 1), place(22.0, 105.0, 1, 1)]
        ).dots
    )

    assert (east.x - middle.x) / (middle.y - north.y) == pytest.approx(0.923, abs=0.01)


def test_a_dot_is_as_large_as_its_products_and_as_full_as_its_share():
    none, some, every, without = dot_map(
        [place(22, 104, 0, 16), place(22, 105, 8, 16), place(23, 104, 4, 4), place(23, 105, 0, 0)]
    ).dots

    assert none.radius == some.radius == 2 * every.radius + 1
    assert (none.filled, every.filled, without.filled) == (0, every.radius, 0)
    assert 0 < some.filled < some.radius
    assert [dot.look for dot in (none, some, every, without)] == ["none", "some", "all", "hollow"]


def test_a_large_dot_hides_no_small_one():
    dots = dot_map([place(22, 104, 1, 1), place(22, 104, 40, 40)]).dots

    assert [dot.radius for dot in dots] == sorted((dot.radius for dot in dots), reverse=True)


def test_one_commune_alone_can_be_drawn():
    (dot,) = dot_map([place(22, 104, 1, 2)]).dots

    assert 0 < dot.x < WIDTH
