"""The closed vocabularies of the tables: every value that a column of choices may hold."""

from __future__ import annotations

ENTITY_KINDS = ("person", "organization", "country", "place")
ORGANIZATION_TYPES = (
    "alliance",
    "government",
    "ministry",
    "armed_forces",
    "armed_group",
    "party",
    "company",
    "media",
    "ngo",
    "coalition",
    "other",
)
QUALIFIERS = (
    "exact",
    "approx",
    "at_least",
    "more_than",
    "at_most",
    "less_than",
    "range",
    "magnitude",
)
TROOP_EVENTS = (
    "present",
    "deploy",
    "withdraw",
    "remain",
    "increase",
    "decrease",
    "train",
    "other",
)
CASUALTY_EVENTS = ("killed", "wounded", "captured", "missing")
MODALITIES = ("actual", "planned", "possible", "negated")
TOKEN_LEVELS = ("full", "basic", "none")  # how much grammar `tokens` holds
DEFAULT_TOKENS = "basic"  # trees cost as much as all other reading, and nothing else needs them
STAGE_NAMES = ("ingest", "tokenize", "extract", "normalize", "join")
SKIP_REASONS = ("empty", "not_text", "not_norwegian", "too_large", "unreadable", "failed")
