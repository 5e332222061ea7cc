"""Pure functions on Norwegian text; standard library only."""
