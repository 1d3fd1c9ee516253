"""The official forms as data, and what reads them."""
