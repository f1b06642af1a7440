"""Pictures as SVG: labels stay inside and apart, whatever numbers a model has."""

from hypothesis import example, given
from hypothesis import strategies as st

from course.html.picture import _box, _overlap, part_labels
from course.model.picture import Picture, Text

LABELS = st.lists(
    st.builds(
        Text,
        x=st.floats(-80, 560),
        y=st.floats(-40, 480),
        text=st.text("abc ", min_size=1, max_size=24),
        anchor=st.sampled_from(["start", "middle", "end"]),
    ),
    max_size=4,
)


@given(LABELS)
@example([Text(x=0, y=y, text="a") for y in (0, 0, 13, 0)])
def test_labels_are_inside_and_apart(labels):
    parted = part_labels(Picture(width=480, height=440, marks=tuple(labels)))
    boxes = [_box(label) for label in parted]
    assert all(left >= -0.02 and up >= -0.02 and right <= 480.02 and low <= 440.02 for left, up, right, low in boxes)
    assert not any(_overlap(box, other) for place, box in enumerate(boxes) for other in boxes[:place])


def test_a_label_with_room_stays_where_it_was():
    label = Text(x=100, y=100, text="alone")
    assert part_labels(Picture(width=480, height=440, marks=(label, Text(x=100, y=140, text="below"))))[0] == label
