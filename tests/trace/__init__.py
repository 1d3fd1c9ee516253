"""Tests of `gongkai convert --trace`."""
