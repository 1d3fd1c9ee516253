"""Tables of no known form."""
