"""The version of the package; the one place where it stands as text in the code."""

__version__ = "0.1.0"
