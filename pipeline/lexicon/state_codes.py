"""The states of other codes that a country was, for figures of years gone by."""

from __future__ import annotations

from pipeline.lexicon.loader import Lexicon


def former_states(lexicon: Lexicon, country_id: str) -> str:
    """The former states of a country with the years and numbers that conflict research gives them.

    A row of `countries` carries the numbers of today. A figure of 1988 on German soldiers belongs
    to one of two states with numbers of their own, a Serbian one of 1995 to Yugoslavia; which of
    them, the year of the figure (`as_of`) tells.

    Args:
        lexicon: What the states are.
        country_id: ISO alpha-3 code.

    Returns:
        Name, years, Correlates of War and Gleditsch-Ward number of each state, by its number, with
        `|` between; "" where the numbers of today have always held.

    Example:
        >>> from pipeline.lexicon import load_lexicon
        >>> former_states(load_lexicon(), "DEU")
        'Vest-Tyskland 1955-1990 COW 260 GW 260|Øst-Tyskland 1954-1990 COW 265 GW 265'
        >>> former_states(load_lexicon(), "NOR")
        ''
    """
    rows = [row for row in lexicon.table("former_states") if row["country_id"] == country_id]
    return "|".join(
        "{name} {first_year}-{last_year} COW {cow_code} GW {gw_code}".format(**row)
        for row in sorted(rows, key=lambda row: (int(row["cow_code"]), int(row["first_year"])))
    )
