"""Tests of gongkai.drafting."""
