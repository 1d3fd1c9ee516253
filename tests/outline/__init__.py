"""Tests of the outline: one a hazard, each with sentences and agencies of its own."""
