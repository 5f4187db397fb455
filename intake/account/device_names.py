"""What a browser says that it is, in two words: its name and the system that it runs on."""

from django.utils.translation import gettext as _

# The first that is found counts: most browsers name others too, to be served like them.
# A short list of ours: ua-parser brings a megabyte of patterns for these two words (record 0064).
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "CrOS": "Chromebook",
    "Linux": "Linux",
}


def read_browser(agent: str) -> str:
    """The browser's name in its `User-Agent`; empty where we do not know it."""
    return next((name for mark, name in BROWSERS.items() if mark in agent), "")


def read_system(agent: str) -> str:
    """The system's name in its `User-Agent`; empty where we do not know it."""
    return next((name for mark, name in SYSTEMS.items() if mark in agent), "")


def name_device(browser: str, system: str) -> str:
    """Both in words, in the active language."""
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown browser")
