"""Measurements of the skill, each beside what it is compared with: `make bench`, or ``python -m benchmarks --help``.

Everything stays on this machine: what is served listens on loopback, and the certificates come from an authority of
our own (`tests.web.amazon`). `parts` lists what can be measured; each part is a module with a function that gives rows
for one common table (`report`). Nothing here is imported by the skill.
"""
