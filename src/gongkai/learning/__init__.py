"""Learns a form from filled reports: what their tables share is the form, what differs is a figure, an open row, or chance."""
