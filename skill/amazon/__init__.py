"""Calls Amazon, with deadlines."""
