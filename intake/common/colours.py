"""How well two colours can be told apart, as WCAG 2.2 measures it."""

# For words of any size (1.4.3, AA).
READABLE = 4.5
WEIGHTS = (0.2126, 0.7152, 0.0722)


def read_channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of "#1d5468", from 0 to 255. Raises `ValueError` for what is no colour."""
    if len(colour) != len("#rrggbb") or colour[0] != "#":
        raise ValueError(colour)
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def find_luminance(colour: str) -> float:
    """The relative luminance, from 0 (black) to 1 (white)."""
    shares = [channel / 255 for channel in read_channels(colour)]
    # The bound of sRGB; older texts of WCAG have 0.03928, which no colour of eight bits tells apart.
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * share for weight, share in zip(WEIGHTS, linear, strict=True))


def find_contrast(one: str, other: str) -> float:
    """The contrast ratio, from 1 to 21."""
    dark, light = sorted((find_luminance(one), find_luminance(other)))
    return (light + 0.05) / (dark + 0.05)
