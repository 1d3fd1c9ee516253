"""Tables of a form that are taken from the tables as printed: recognised by caption, heads and labels, with open and optional rows."""
