from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from policies.drafts.link_form import PLACES, TARGETS, WORDS, LinkForm

KEYS = st.text("abc/:-1", min_size=1, max_size=12)
TEXT = st.text("abc äß.", max_size=20).map(str.strip)


@st.composite
def images(draw) -> dict:
    """Links as a version holds them: one target, one place, and the words."""
    target, place = draw(st.sampled_from(TARGETS)), draw(st.sampled_from(PLACES))
    image = dict.fromkeys((*TARGETS, *PLACES, "statement"))
    image |= {name: draw(TEXT) for name in WORDS}
    image |= {target: draw(KEYS), place: draw(KEYS), "place": draw(st.integers(0, 9))}
    return image | {"indirect_in": draw(st.lists(st.sampled_from(["population", "outcome"]), unique=True))}


@given(images(), KEYS)
def test_a_link_that_is_opened_and_sent_back_says_the_same(image, key):
    form = LinkForm.from_image(key, image)
    post = QueryDict(mutable=True)
    for name in ("target", "place", "link", *WORDS):
        post[name] = getattr(form, name)
    post.setlist("indirect_in", form.indirect_in)
    again = LinkForm.from_post(post)
    assert again == form
    assert again.changed.items() <= image.items()
    added = again.added("the-statement")
    for name in (*TARGETS, "criterion", "indication"):
        assert (added.get(name) or None) == image[name]


def test_what_is_no_target_and_no_place_names_nothing():
    values = LinkForm(target="policy:x", place="page:y").added("s")
    assert not set(values) & set(TARGETS)
    assert values["indication"] == ""
