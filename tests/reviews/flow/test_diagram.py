import xml.etree.ElementTree as ET

from hypothesis import given, settings

from reviews.flow import drawing, telling
from reviews.flow.layout import LETTER, MARGIN, PADDING, SIZE, diagram
from reviews.flow.prisma import Body, Column, Flow, Source
from tests.reviews.flow.test_prisma import flows

SVG = "{http://www.w3.org/2000/svg}"


def box_of(drawn, words):
    return next(box for box in drawn.boxes if any(line.startswith(words) for line, _ in box.lines))


@given(flows())
def test_boxes_stand_apart_inside_the_diagram_and_hold_their_text(flow):
    drawn = diagram(flow, "A flow")
    for box in drawn.boxes:
        assert box.x >= MARGIN
        assert box.right <= drawn.width - MARGIN
        assert box.bottom <= drawn.height - MARGIN
        assert all(len(line) * LETTER * SIZE <= box.width - 2 * PADDING or box.is_heading for line, _ in box.lines)
    for index, one in enumerate(drawn.boxes):
        for other in drawn.boxes[index + 1 :]:
            beside = one.right <= other.x or other.right <= one.x
            assert beside or one.bottom <= other.y or other.bottom <= one.y, (one.lines, other.lines)


@given(flows())
def test_every_arrow_ends_at_the_edge_of_a_box(flow):
    drawn = diagram(flow, "A flow")
    for *_, (x, y) in drawn.arrows:
        assert any(
            (x in (box.x, box.right) and box.y <= y <= box.bottom) or (y == box.y and box.x <= x <= box.right)
            for box in drawn.boxes
        )


def test_other_methods_have_a_column_of_their_own_where_something_came_in_by_them():
    without = diagram(Flow(), "A flow")
    assert not any("other methods" in line for box in without.boxes for line, _ in box.lines)
    others = Column(identified=(Source("method", "Website", 1),), undecided=1)
    with_them = diagram(Flow(others=others), "A flow")
    assert with_them.width > without.width
    heading = box_of(with_them, "New studies via other methods")
    assert heading.x > box_of(with_them, "New studies via databases").right
    assert box_of(with_them, "Website").x >= heading.x


@settings(max_examples=5)
@given(flows())
def test_the_svg_says_in_text_what_the_boxes_say(flow):
    drawn = diagram(flow, "A <flow>")
    tree = ET.fromstring(drawing.svg(drawn, "dark"))
    texts = {each.text for each in tree.iter(f"{SVG}text")}
    assert texts >= {line for box in drawn.boxes for line, _ in box.lines}
    assert tree.get("width") == f"{drawn.width:g}pt"


def test_the_png_is_a_png_and_the_same_each_time():
    drawn = diagram(Flow(), "A flow")
    assert drawing.png(drawn).startswith(b"\x89PNG")
    assert drawing.png(drawn) == drawing.png(drawn)


@given(flows())
def test_the_table_says_every_count_of_the_flow(flow):
    steps = {(step.part, step.label): step for step in telling.steps(flow)}
    assert steps["Screening", "Records screened"].searched == flow.searched.screened
    assert steps["Screening", "Records screened"].others == flow.others.screened
    assert steps["Included", "Reports in all"].together == flow.total.reports
    reasons = [step for step in telling.steps(flow) if step.level and step.part == "Screening"]
    assert sum(step.searched for step in reasons) == flow.searched.excluded_with_reason
    assert sum(step.others for step in reasons) == flow.others.excluded_with_reason
    assert len(telling.file_rows(flow)) == len(telling.steps(flow))


def test_a_step_that_a_column_has_not_is_empty_in_the_file_and_not_zero():
    row = next(row for row in telling.file_rows(Flow()) if row["step"] == "Studies in all")
    assert (row["databases_and_registers"], row["together"]) == ("", "0")


def test_what_is_counted_in_a_way_of_its_own_is_said():
    flow = Flow(works_besides=1, counted_before=2, total=Body(3, 3, 1))
    said = telling.remarks(flow)
    assert len(said) == 3
    assert said[0].startswith("The version before cites 1 work besides")
    assert said[1].startswith("1 study of the total is counted by a report")
    assert telling.remarks(Flow()) == []
