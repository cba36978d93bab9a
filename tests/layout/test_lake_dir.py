"""A lake's folder and its configuration."""

import pytest

from pacslake.errors import LakeExistsError, LakeFormatError, LakeNotFoundError, UsageError
from pacslake.layout import LakeDir


def test_a_lake_made_can_be_opened(tmp_path):
    made = LakeDir.create(tmp_path / "lake", zone="research")
    opened = LakeDir.open(tmp_path / "lake")
    assert opened == made
    assert opened.config.zone == "research"
    assert opened.url == (tmp_path / "lake").as_uri()


def test_a_folder_with_content_does_not_become_a_lake(tmp_path):
    (tmp_path / "x").write_text("mine")
    with pytest.raises(LakeExistsError):
        LakeDir.create(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_lake_is_not_made_twice(tmp_path):
    LakeDir.create(tmp_path / "lake")
    with pytest.raises(LakeExistsError, match="open it"):
        LakeDir.create(tmp_path / "lake")


def test_an_unknown_zone_is_refused(tmp_path):
    with pytest.raises(UsageError, match="identified, research"):
        LakeDir.create(tmp_path / "lake", zone="public")
    assert not (tmp_path / "lake").exists()


def test_a_place_without_a_lake_says_how_to_make_one(tmp_path):
    with pytest.raises(LakeNotFoundError, match="pacslake init"):
        LakeDir.open(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("format_version = 1", "format_version = 99", "newer pacslake"),
        ("format_version = 1", "format_version = 0", "no pacslake ever wrote"),
        ("format_version = 1", "format_version = [", "not a pacslake configuration"),
        ('zone = "identified"', 'zone = "other"', "does not know"),
    ],
)
def test_a_configuration_of_another_make_is_refused(tmp_path, old, new, words):
    LakeDir.create(tmp_path / "lake")
    config = tmp_path / "lake" / "lake.toml"
    config.write_text(config.read_text().replace(old, new))
    with pytest.raises(LakeFormatError, match=words):
        LakeDir.open(tmp_path / "lake")


def test_a_path_does_not_lead_out_of_the_lake(tmp_path):
    lake = LakeDir.create(tmp_path / "lake")
    assert lake.path("volumes", "v1.zarr") == tmp_path / "lake" / "volumes" / "v1.zarr"
    with pytest.raises(UsageError, match="lead out"):
        lake.path("..", "other")


def test_staging_folders_are_never_shared(tmp_path):
    lake = LakeDir.create(tmp_path / "lake")
    assert lake.staging("convert") != lake.staging("convert")


def test_a_path_with_dots_is_the_same_lake(tmp_path, monkeypatch):
    made = LakeDir.create(tmp_path / "lake")
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    opened = LakeDir.open("../lake")
    assert opened.root == made.root
    assert opened.path("staging") == made.path("staging")
    assert LakeDir.create("../other").path("lake.toml").is_file()
    assert opened.staging("x").is_dir()


@pytest.mark.parametrize("act", [LakeDir.create, LakeDir.open])
@pytest.mark.parametrize("address", ["sftp://host/lake", "hdfs://host/lake", "file:///data/lake"])
def test_an_address_is_refused_and_makes_no_folder_of_that_name(act, address, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=f"{address.split(':')[0]}:// address"):
        act(address)
    assert list(tmp_path.iterdir()) == []
