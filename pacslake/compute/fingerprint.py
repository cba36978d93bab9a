"""The digest of a function: equal when it does the same, as far as its code and the values it holds can tell.

Part of it: the syntax tree of the source (so comments and layout do not count) or, without source, the
bytecode; default arguments; values closed over; and, followed through names, functions, classes and plain values
of the function's own package and of any other code of the caller's (files that no installation put in place).
Library code counts by name only; its versions stand in `activity.packages`.
"""

from __future__ import annotations

import ast
import dis
import functools
import hashlib
import inspect
import subprocess
import sys
import sysconfig
import textwrap
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Fingerprint", "GitState", "arguments", "fingerprint", "git_state", "is_own", "name_of"]


@dataclass(frozen=True)
class Fingerprint:
    """A function's name, digest and source text (None where it cannot be had)."""

    name: str
    sha256: str
    source: str | None


@dataclass(frozen=True)
class GitState:
    """The commit of the repository that holds a file, and whether it had uncommitted changes."""

    commit: str | None = None
    dirty: bool | None = None


def name_of(fn: Any) -> str:
    """Module and qualified name."""
    target = fn.func if isinstance(fn, functools.partial) else fn
    qualified = getattr(target, "__qualname__", type(target).__qualname__)
    return f"{getattr(target, '__module__', None) or type(target).__module__}.{qualified}"


def fingerprint(fn: Callable[..., Any]) -> Fingerprint:
    """The fingerprint of a function, partial, method or object with `__call__`.

    >>> fingerprint(lambda v: 1).sha256 == fingerprint(lambda v: 2).sha256
    False
    """
    digest = hashlib.sha256()
    for part in _parts(fn, _module_of(fn), set()):
        digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return Fingerprint(
        name_of(fn), digest.hexdigest(), _source(fn.func if isinstance(fn, functools.partial) else fn)
    )


def arguments(fn: Any) -> dict[str, Any]:
    """Arguments that a `functools.partial` fixes, as text where JSON has no word for them.

    >>> arguments(functools.partial(print, 1, sep="-"))
    {'0': 1, 'sep': '-'}
    """
    if not isinstance(fn, functools.partial):
        return {}
    given = {**{str(place): value for place, value in enumerate(fn.args)}, **fn.keywords}
    return {
        k: v if isinstance(v, (str, int, float, bool)) or v is None else repr(v)[:200]
        for k, v in given.items()
    }


def is_own(module: Any) -> bool:
    """Whether a module is the caller's own code: a file that no installation put in place, and not pacslake."""
    file = getattr(module, "__file__", None)
    if file is None or module.__name__ == "__main__" or module.__name__.partition(".")[0] == "pacslake":
        return False
    return not file.startswith(_installed()) and not {"site-packages", "dist-packages"} & set(
        Path(file).parts
    )


@functools.cache
def _installed() -> tuple[str, ...]:
    """Where installations put files: asked for a thousand modules, and slow to find out."""
    return sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib")


def _module_of(fn: Any) -> str | None:
    target = fn.func if isinstance(fn, functools.partial) else fn
    return getattr(target, "__module__", None) or type(target).__module__


def _followed(name: str | None, home: str | None) -> bool:
    """Whether code of module `name` is read for the digest of a function of module `home`."""
    if name is None or home is None:
        return name == home
    same = name == home or name.partition(".")[0] == home.partition(".")[0]
    return same or is_own(sys.modules.get(name))


def _source(target: Any) -> str | None:
    try:
        return textwrap.dedent(inspect.getsource(target))
    except (OSError, TypeError):
        return None


def _parts(value: Any, home: str | None, seen: set[int]) -> Iterator[str]:
    """Pieces of text that stand for a value. `home` is the module whose own functions are followed."""
    if id(value) in seen:
        yield "seen"
    elif isinstance(value, functools.partial):
        yield "partial"
        yield from _parts(value.func, home, seen)
        yield from _parts((value.args, sorted(value.keywords.items())), home, seen)
    elif isinstance(value, types.MethodType):
        yield from _parts(value.__func__, home, seen)
        yield from _parts(value.__self__, home, seen)
    elif isinstance(value, types.FunctionType):
        seen.add(id(value))
        yield from _function_parts(value, home, seen)
    elif isinstance(value, types.ModuleType):
        yield f"module {value.__name__}"
        if is_own(value):  # all of it: which of its names are used is not known
            seen.add(id(value))
            yield _tree(_source(value)) or ""
    elif isinstance(value, type):
        yield f"class {value.__module__}.{value.__qualname__}"
        if _followed(value.__module__, home):
            seen.add(id(value))
            yield _tree(_source(value)) or ""
    else:
        yield from _value_parts(value, home, seen)


def _function_parts(fn: types.FunctionType, home: str | None, seen: set[int]) -> Iterator[str]:
    if not _followed(fn.__module__, home):
        yield f"function {name_of(fn)}"
        return
    # A lambda's source is the whole line it stands in, so its bytecode says better what it is.
    yield (None if fn.__name__ == "<lambda>" else _tree(_source(fn))) or "\0".join(_code_parts(fn.__code__))
    yield from _parts((fn.__defaults__, sorted((fn.__kwdefaults__ or {}).items())), home, seen)
    for name, cell in zip(fn.__code__.co_freevars, fn.__closure__ or (), strict=True):
        yield name
        try:
            yield from _parts(cell.cell_contents, home, seen)
        except ValueError:  # not assigned yet
            yield "empty cell"
    for name in sorted(_global_names(fn.__code__)):
        if name in fn.__globals__:
            yield name
            yield from _parts(fn.__globals__[name], home, seen)


def _tree(source: str | None) -> str | None:
    if source is None:
        return None
    try:
        return ast.dump(ast.parse(source))
    except SyntaxError:
        return None


def _code_parts(code: types.CodeType) -> Iterator[str]:
    yield code.co_code.hex()
    yield " ".join(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _code_parts(constant)
        else:
            yield repr(constant)


def _global_names(code: types.CodeType) -> set[str]:
    names = {str(i.argval) for i in dis.get_instructions(code) if i.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            names |= _global_names(constant)
    return names


def _value_parts(value: Any, home: str | None, seen: set[int]) -> Iterator[str]:
    if value is None or isinstance(value, (bool, int, float, complex, str, bytes)):
        yield f"{type(value).__name__} {value!r}"
    elif isinstance(value, (list, tuple)):
        yield f"{type(value).__name__} {len(value)}"
        for item in value:
            yield from _parts(item, home, seen)
    elif isinstance(value, (set, frozenset)):
        yield f"set {sorted(map(repr, value))}"
    elif isinstance(value, dict):
        yield f"dict {len(value)}"
        for key in sorted(value, key=repr):
            yield repr(key)
            yield from _parts(value[key], home, seen)
    elif hasattr(value, "tobytes") and hasattr(value, "shape"):
        yield f"array {value.dtype} {value.shape} {hashlib.sha256(value.tobytes()).hexdigest()}"
    elif isinstance(value, types.BuiltinFunctionType):
        yield f"builtin {value.__module__}.{value.__qualname__}"
    else:
        # Any other object: its class and attributes. repr is no use, it often holds an address.
        seen.add(id(value))
        yield f"object {type(value).__module__}.{type(value).__qualname__}"
        if _followed(type(value).__module__, home):
            yield from _parts(type(value), home, seen)
            yield from _parts(getattr(value, "__dict__", {}), home, seen)


def git_state(fn: Any) -> GitState:
    """The state of the repository that holds the function's file, where there is one."""
    target = fn.func if isinstance(fn, functools.partial) else fn
    try:
        folder = Path(inspect.getfile(target)).resolve().parent
    except (TypeError, OSError):
        return GitState()
    if not folder.is_dir():  # a notebook's cell has a made-up file name
        return GitState()
    try:
        commit = _git(folder, "rev-parse", "HEAD").strip()
        return GitState(commit, bool(_git(folder, "status", "--porcelain", "--untracked-files=no").strip()))
    except (OSError, subprocess.SubprocessError):
        return GitState()


def _git(folder: Path, *args: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *args], capture_output=True, text=True, timeout=10, check=True
    )
    return done.stdout
