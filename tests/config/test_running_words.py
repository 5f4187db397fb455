"""Words that stand after a colon: small in French, but for a name."""

import pytest
from django.template import Context, Engine
from django.utils import translation


@pytest.mark.parametrize(
    ("language", "words", "said"),
    [
        ("fr", "Une année de travail", "une année de travail"),
        ("fr", "À temps plein", "à temps plein"),
        ("fr", "TEF Canada passé de nouveau", "TEF Canada passé de nouveau"),
        ("fr", "", ""),
        ("en", "One year of work", "One year of work"),
        ("fr", "Diplôme <b>", "diplôme &lt;b&gt;"),
    ],
)
def test_french_begins_small_after_a_colon(language, words, said):
    template = Engine.get_default().from_string("{{ words|begun_small }}")
    with translation.override(language):
        assert template.render(Context({"words": words})) == said


@pytest.mark.parametrize(("inside", "said"), [(True, "une année"), (False, "Une année")])
def test_what_begins_a_sentence_stays(inside, said):
    template = Engine.get_default().from_string("{{ words|begun_small:inside }}")
    with translation.override("fr"):
        assert template.render(Context({"words": "Une année", "inside": inside})) == said
