"""One document's way from blocks to checks, as files that a person can look at."""
