"""Text from elsewhere that is stored as it came, but for what no database can hold."""


def make_storable(text: str) -> str:
    """The text without NUL and halves of surrogate pairs, which JSON can name and PostgreSQL refuses."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
