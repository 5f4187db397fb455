"""The slots of `intake.common.slots` as a template tag."""
