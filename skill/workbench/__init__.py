"""The local page: a simulated device to talk with in a browser, and all that one may want to see behind it.

It knows a skill as the simulator does, by its interaction model and its answers; what only the skill can tell, such as
what decided or how recovery goes, comes through `skill.workbench.skill.BenchSkill`. What a browser gets is in `static`.
"""
