"""By which way a consent or its end was told: kept with the act in English, shown in the reader's language.

What the firm brings along with its clients is shown as it was written, and so is where staff keep a proof.
"""

import re
from typing import Any

from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_noop as _

MY_FILE = _("My file, signed in")
DELETION = _("deletion asked for in My file")
RESTORED = _("list of what people asked, after a backup was restored")
ALERTS_PAGE = _("alerts page, signed link")
ONE_CLICK = _("one-click unsubscribe of the mail program")
FOLLOW_LINK = _("following the rounds, address confirmed")
FOLLOW_PAGE = _("page of somebody who follows the rounds, signed link")
FOLLOW_ONE_CLICK = _("following the rounds, one-click unsubscribe of the mail program")
FOLLOW_BY_STAFF = _("following the rounds, stopped by staff as asked")
ADDRESS_TAKEN_OUT = _("the e-mail address was taken out of the file")
IMPORT_UNDONE = _("the file of clients with which it came was taken back")
SUBMITTED = _("intake %(reference)s, address confirmed")
PROVIDER = _("told by the mail provider: %(event)s")
# As anymail calls it.
COMPLAINED = "complained"
FOLLOWING = {FOLLOW_LINK, FOLLOW_PAGE, FOLLOW_ONE_CLICK, FOLLOW_BY_STAFF}
FIXED = {MY_FILE, DELETION, RESTORED, ALERTS_PAGE, ONE_CLICK, ADDRESS_TAKEN_OUT, IMPORT_UNDONE, *FOLLOWING}
# As it was saved before -> as it is saved now.
FORMER = {"page of who follows the rounds, signed link": FOLLOW_PAGE}
WITH_A_PLACE = (SUBMITTED, PROVIDER)
PLACE = re.compile(r"%\((\w+)\)s")
# How somebody agreed otherwise than on the site. What the CRTC takes for proof of an oral consent is a complete
# recording (record 0045).
WAYS_TO_AGREE = {"telephone": gettext_lazy("By telephone, recorded"), "paper": gettext_lazy("On a signed paper")}
# How somebody asked staff for something.
WAYS_TO_ASK = {
    "telephone": gettext_lazy("By telephone"),
    "e-mail": gettext_lazy("By e-mail"),
    "letter": gettext_lazy("By letter"),
    "in person": gettext_lazy("In person"),
}
ENTERED = re.compile(r"(?P<way>[^,;]+)(?:, (?P<proof>.+))?; entered by (?P<who>.+)")


def write_entered(way: str, who: str, proof: str = "") -> str:
    """The source of an act that staff entered: which way, where its proof lies, who entered it."""
    # No longer than its column, whoever has how long a name.
    return f"{', '.join(filter(None, [way, proof]))}; entered by {who}"[:200]


def translate_source(source: str) -> str:
    """A saved source in the language in use."""
    for pattern in WITH_A_PLACE:
        if found := read(pattern, source):
            return gettext(pattern) % found
    source = FORMER.get(source, source)
    if entered := ENTERED.fullmatch(source):
        return translate_entered(entered)
    return gettext(source) if source in FIXED else source


def translate_entered(entered: re.Match[str]) -> str:
    """What staff entered, with the way in words; as it was written where that is none of ours."""
    way = (WAYS_TO_AGREE if entered["proof"] else WAYS_TO_ASK).get(entered["way"])
    if way is None:
        return entered[0]
    words = _("%(way)s (%(proof)s), entered by %(who)s") if entered["proof"] else _("%(way)s, entered by %(who)s")
    return gettext(words) % (entered.groupdict() | {"way": way})


def read(pattern: str, source: str) -> dict[str, Any] | None:
    """What fills the place in a pattern; None where the source does not match it."""
    before, name, after = PLACE.split(pattern)
    if not (source.startswith(before) and source.endswith(after) and len(source) > len(before + after)):
        return None
    return {name: source[len(before) : len(source) - len(after)]}
