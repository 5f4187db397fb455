"""Forms that work without scripts: fields, controls, error summary, mistakes shown after a redirect.

May import `intake.common` and `scoring`.
"""
