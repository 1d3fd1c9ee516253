"""Tables whose reading order a converter scrambled: labels in one place, figures in slabs of columns in another."""
