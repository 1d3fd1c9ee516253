"""Tables of a form taken from the tables as printed."""
