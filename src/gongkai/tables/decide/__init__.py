"""Decides what stands in each cell: the options that a text leaves, the sums that choose, what two readings agree on."""
