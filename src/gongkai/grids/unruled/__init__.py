"""Tables of pages that have no rules: white that runs down through all rows parts their columns."""
