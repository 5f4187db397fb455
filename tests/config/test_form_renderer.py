"""The smallest parts of forms are what Django's templates make of them, letter for letter but for empty lines."""

from itertools import product

import pytest
from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorList
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from config.form_renderer import ERRORS, WRITERS, FormRenderer

pytestmark = pytest.mark.quick
GRAVE = "<b>\"Ana\" & 'Bo'</b>"
CHOICES = [("", "---------"), (1000, GRAVE), (GRAVE, 1234567.5), ("yes", gettext_lazy("Yes")), (True, mark_safe("<i>"))]
GROUPED = [(GRAVE, CHOICES), ("one", "One"), (gettext_lazy("Yes"), [("two", "Two")])]
VALUES = [None, "", 0, 1000, "yes", GRAVE, mark_safe("<i>"), ["yes", "1000"]]
ATTRIBUTES = [{}, {"id": "id_x", "class": GRAVE, "required": True, "hidden": False, "size": 12345, "rows": "3"}]
WIDGETS = [
    forms.TextInput(),
    forms.NumberInput(),
    forms.EmailInput(),
    forms.URLInput(),
    forms.PasswordInput(render_value=True),
    forms.HiddenInput(),
    forms.DateInput(),
    forms.DateTimeInput(),
    forms.TimeInput(),
    forms.CheckboxInput(),
    forms.FileInput(),
    forms.Textarea(),
    forms.Select(choices=CHOICES),
    forms.Select(choices=GROUPED),
    forms.SelectMultiple(choices=GROUPED),
    AdminDateWidget(),
]


def compare(template, context):
    """What ours makes of it, once it is sure that Django's makes the same."""
    ours, theirs = (renderer.render(template, context) for renderer in (FormRenderer(), TemplatesSetting()))
    assert ours == leave_out_empty_lines(theirs), (template, context)
    return ours


def leave_out_empty_lines(text):
    return "\n".join(line for line in text.split("\n") if line)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
def test_a_control_is_written_as_django_writes_it(language, widget):
    assert widget.template_name in WRITERS
    for value, attributes in product(VALUES, ATTRIBUTES):
        with override(language):
            compare(widget.template_name, widget.get_context("a<b", value, attributes))


def test_every_part_that_is_written_here_is_compared():
    compared = {widget.template_name for widget in WIDGETS}
    assert set(WRITERS) == {*compared, "django/forms/widgets/input.html", "django/forms/label.html"}
    context = forms.TextInput().get_context("a", GRAVE, {"id": "x"})
    assert "&lt;b&gt;" in compare("django/forms/widgets/input.html", context)


@pytest.mark.parametrize("label", ["Name", GRAVE, mark_safe("<i>Name</i>:"), gettext_lazy("Yes"), " Name "])
@pytest.mark.parametrize("attributes", [None, {}, {"class": GRAVE, "for": "id_x"}])
@pytest.mark.parametrize("use_tag", [True, False])
def test_a_label_is_written_as_django_writes_it(label, attributes, use_tag):
    for tag in ("label", "legend"):
        compare("django/forms/label.html", {"label": label, "attrs": attributes, "use_tag": use_tag, "tag": tag})


@pytest.mark.parametrize("template", ERRORS)
def test_mistakes_are_written_as_django_writes_them_and_none_without_a_template(template):
    assert compare(template, ErrorList().get_context()) == ""
    assert GRAVE not in compare(template, ErrorList([GRAVE], field_id="id_x").get_context())


def test_forms_of_the_site_are_written_by_it():
    class Form(forms.Form):
        name = forms.CharField(help_text="Whole")

    assert isinstance(Form().renderer, FormRenderer)
    assert leave_out_empty_lines(str(Form())) == leave_out_empty_lines(Form(renderer=TemplatesSetting()).render())
