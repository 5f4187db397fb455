#!/bin/sh
# What must come from the system: a Python that can make a virtual environment, and a browser and gettext for the tests.
#   install.sh venv FOLDER    make the virtual environment
#   install.sh chromium       have chromium, or say what to install
#   install.sh gettext        have gettext, or say what to install
set -eu

say() { echo "$*" >&2; }

# Run as root, however we may.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif sudo -n true 2>/dev/null || { [ -t 0 ] && command -v sudo >/dev/null; }; then sudo "$@"
    else return 1
    fi
}

# Install Debian or Ubuntu packages; fails where that can't be done.
apt() {
    command -v apt-get >/dev/null || return 1
    say "Installing from the system's packages: $* ..."
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2 && return
    as_root apt-get update -qq >&2 || return 1
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

# The newest Python that our pinned packages are known to run on.
find_python() {
    for name in ${PYTHON:-} python3.13 python3.12 python3.11 python3; do
        if new_enough "$name"; then echo "$name"; return; fi
    done
    say "Python 3.11 or newer is needed; on Debian or Ubuntu: apt install python3 python3-venv"
    return 1
}

make_venv() {
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
        apt "$version-venv" || apt python3-venv || {
            say "$python can't make a virtual environment; install the package $version-venv (Debian, Ubuntu)."
            exit 1
        }
    fi
    rm -rf "$1"
    "$python" -m venv "$1"
}

have_chromium() {
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null
}

get_chromium() {
    have_chromium || apt chromium || true
    have_chromium || [ "${ALLOW_MISSING:-}" = 1 ] || {
        say "The browser tests need chromium; on Debian: apt install chromium. ALLOW_MISSING=1 leaves them out."
        exit 1
    }
}

get_gettext() {
    command -v xgettext >/dev/null || apt gettext || true
    command -v xgettext >/dev/null || [ "${ALLOW_MISSING:-}" = 1 ] || {
        say "The catalogue of French words needs gettext; on Debian: apt install gettext. ALLOW_MISSING=1 leaves it out."
        exit 1
    }
}

have_pango() { "$1" -c 'import weasyprint' >/dev/null 2>&1; }

# The site runs without it and says so; the tests of the PDFs do not.
get_pango() {
    have_pango "$1" || apt libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core || true
    have_pango "$1" || say "No PDFs without Pango; on Debian: apt install libpangoft2-1.0-0, on macOS: brew install pango."
}

case "$1" in
    venv) make_venv "$2" ;;
    pango) get_pango "$2" ;;
    chromium) get_chromium ;;
    gettext) get_gettext ;;
esac
