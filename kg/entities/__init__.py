"""What is one and the same (实体): bodies, projects and regions however their names are written.

The rules are the TOML files beside this one, told with examples in ``docs/entities.md``. Names are
never compared by similarity.
"""
