"""Small lakes for the tests of the catalogue."""

import pytest

from pacslake.catalog import Changes, commit
from pacslake.layout import LakeDir


@pytest.fixture
def lake_dir(tmp_path):
    return LakeDir.create(tmp_path / "lake")


@pytest.fixture
def append(lake_dir):
    """append(table, [rows]): one commit; gives the new catalogue."""

    def run(table, rows):
        return commit(lake_dir, lambda catalog: Changes(append={table: rows}), note="test")

    return run
