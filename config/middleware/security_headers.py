"""Headers that every answer has: what a page may do in the browser, and who else may load it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# We use none of them, and no page of another site embeds ours.
UNUSED = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
HEADERS = {
    "Permissions-Policy": ", ".join(f"{name}=()" for name in UNUSED),
    "Cross-Origin-Resource-Policy": "same-origin",
}
# After a sign-out nothing of the person stays in the browser's cache. Cookies are not named: a draft that is in no
# file, and the language, stay.
AFTER_SIGN_OUT = '"cache", "storage"'


class SecurityHeadersMiddleware:
    """Stands before everything that answers, static files included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if has_signed_out(request):
            response.headers["Clear-Site-Data"] = AFTER_SIGN_OUT
        return response


def has_signed_out(request: HttpRequest) -> bool:
    """Whether this request ended a session of somebody: a POST to an address that signs out."""
    match = request.resolver_match
    return request.method == "POST" and match is not None and match.view_name in SIGNING_OUT


SIGNING_OUT = frozenset({"account_logout", "admin:logout", "intake:clear", "my_file:leave"})
