"""Leg Day Coach: a voice skill that answers "should I run today?"."""
