"""What a part of an admin, written as a class of its own, is mixed into."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin as Base
else:
    Base = object

__all__ = ["Base"]
