"""The site without a piece of code: contexts in which a memory remembers nothing, or another function is in a place."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from django.core.cache import caches
from django.templatetags.cache import CacheNode

OURS = ("config.", "draws.", "intake.", "scoring.")


@contextmanager
def replaced(function: Any, by: Callable[..., Any]) -> Iterator[None]:
    """Another function in the place of one, wherever it is imported."""
    ours = [module for name, module in sys.modules.items() if name.startswith(OURS)]
    places = [(module, name) for module in ours for name, one in vars(module).items() if one is function]
    with ExitStack() as stack:
        for module, name in places:
            stack.enter_context(patch.object(module, name, by))
        yield


@contextmanager
def forgetful(*functions: Any) -> Iterator[None]:
    """The same functions, which work each answer out."""
    with ExitStack() as stack:
        for function in functions:
            stack.enter_context(replaced(function, function.__wrapped__))
        yield


@contextmanager
def without_cache(name: str) -> Iterator[None]:
    """A cache that forgets at once; the others keep what they have."""
    # On the class, because Django makes an object of it for every thread.
    kind, emptied = type(caches[name]), caches[name]._cache
    get, get_or_set = kind.get, kind.get_or_set

    def miss(cache: Any, key: Any, default: Any = None, version: Any = None) -> Any:
        return default if cache._cache is emptied else get(cache, key, default, version)

    def make_anew(cache: Any, key: Any, make: Any, *more: Any) -> Any:
        return make() if cache._cache is emptied else get_or_set(cache, key, make, *more)

    with patch.object(kind, "get", miss), patch.object(kind, "get_or_set", make_anew):
        yield


@contextmanager
def without_fragments(*names: str) -> Iterator[None]:
    """Templates that render these parts each time, in place of keeping them (`{% cache %}`)."""
    find = CacheNode.render

    def render(node: Any, context: Any) -> str:
        return str(node.nodelist.render(context)) if node.fragment_name in names else find(node, context)

    with patch.object(CacheNode, "render", render):
        yield
