"""What a container's health check runs; exit status 1 where the part is not well.

`python config/monitoring/healthcheck.py ADDRESS PART`; without Django, so that it takes no second of processor.
"""

import json
import sys
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

WAIT = 10


def read_health(url: str) -> dict[str, str]:
    """The parts and how they are; none where nobody answers. The site answers to localhost alone, so we say so."""
    asked = Request(url, headers={"Host": "localhost", "X-Forwarded-Proto": "https"})  # noqa: S310  our own address
    try:
        with urlopen(asked, timeout=WAIT) as heard:  # noqa: S310
            return dict(json.load(heard))
    # A 503 has the same JSON as a 200: it names the part that is not at work (record 0067).
    except HTTPError as refused:
        return dict(json.load(refused))
    except URLError:
        return {}


def main() -> None:
    """Ask how one part is; where it is not well, end with status 1 and say how it is."""
    _self, url, part = sys.argv
    state = read_health(url).get(part, "unreachable")
    sys.exit(None if state == "ok" else f"{part}: {state}")


if __name__ == "__main__":
    main()
