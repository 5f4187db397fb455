"""Trades in which a province, a territory or a federal body issues certificates of qualification."""

from scoring.rulebook import Rules

BROAD_CATEGORY, TEER = 0, 1  # the digits of an occupation's code that say them


def is_skilled_trade(noc: str, rules: Rules) -> bool:
    """The occupation is one of the skilled trades that a program lists."""
    trades = rules.get("programs/fst_occupations")
    return trades is not None and noc in trades


def is_uncertified(noc: str, rules: Rules) -> bool:
    """A skilled trade in which no certificate of qualification is known to be issued."""
    trades = rules.get("crs/uncertified_trades")
    return trades is not None and noc in trades


def is_trade(noc: str, rules: Rules) -> bool | None:
    """Whether certificates are issued in this occupation; None where the tables can't say.

    The trades of the Federal Skilled Trades Program and those of the table are
    trades, but for a few in which no certificate is known. What else may be one is
    for a person to look at: the table says in which broad categories and TEERs of
    the classification.
    """
    if is_uncertified(noc, rules):
        return None
    table = rules["crs/certified_trades"]
    if noc in table or is_skilled_trade(noc, rules):
        return True
    categories, teers = str(table.values["broad_categories"]), str(table.values["teers"])
    return None if noc[BROAD_CATEGORY] in categories and noc[TEER] in teers else False
