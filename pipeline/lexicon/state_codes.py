"""The numbers that conflict research gives to states, by year."""

from __future__ import annotations

from pipeline.lexicon.loader import Lexicon


def state_codes(lexicon: Lexicon, country_id: str, year: int) -> tuple[tuple[str, str], ...]:
    """The Correlates of War and Gleditsch–Ward numbers of the states a country was in a year.

    Today's tables carry today's numbers (`countries.cow_code`, `countries.gw_code`). A figure of
    1988 on German soldiers belongs to one of two states, a Serbian one to Yugoslavia.

    Args:
        lexicon: What the states are.
        country_id: ISO alpha-3 code.
        year: The year that the figure is about (`as_of`).

    Returns:
        A pair of numbers for each state, lowest first; an empty number where a list has none.

    Raises:
        KeyError: There is no such country.

    Example:
        >>> from pipeline.lexicon import load_lexicon
        >>> state_codes(load_lexicon(), "DEU", 1988)
        (('260', '260'), ('265', '265'))
        >>> state_codes(load_lexicon(), "DEU", 2018)
        (('255', '260'),)
    """
    today = lexicon.country_names[country_id]
    former = [
        (row["cow_code"], row["gw_code"])
        for row in lexicon.table("former_states")
        if row["country_id"] == country_id
        and int(row["first_year"]) <= year <= int(row["last_year"])
    ]
    return tuple(sorted(former)) or ((today["cow_code"], today["gw_code"]),)
