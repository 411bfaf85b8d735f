"""The five policy documents, where they are at hand, read back to the committed catalogue's agencies."""

from pathlib import Path

from engine.catalog.build import today
from engine.catalog.importing.against import against, closest
from engine.catalog.importing.found import Why
from engine.catalog.importing.importer import import_document
from engine.model.directory import Directory
from engine.model.words import Basis
from tests.catalog.conftest import ROOT

SEEDS = ROOT.parent / "shared" / "seeds"


def seeds() -> list[Path]:
    """The documents; none where they are not at hand, and then the small ones of the same shapes speak for them."""
    return sorted(SEEDS.glob("*.txt"))


def test_each_document_is_recognised(directory: Directory) -> None:
    found = [closest(import_document(path, directory), directory) for path in seeds()]
    assert sorted(filter(None, found)) == (sorted(directory.document_by_key) if seeds() else [])


def test_importing_changes_nothing(directory: Directory) -> None:
    for path in seeds():
        imported = import_document(path, directory)
        key = closest(imported, directory)
        assert key is not None
        assert [str(one) for one in against(imported, directory, key)] == []


def test_every_measure_and_agency_is_reproduced(directory: Directory) -> None:
    for path in seeds():
        imported = import_document(path, directory)
        known = [one for one in directory.measures if one.document == closest(imported, directory)]
        assert [one.number for one in imported.measures] == [one.number for one in known]
        for read, committed in zip(imported.measures, known, strict=True):
            assert read.lead_as_written == committed.lead_as_written, committed.reference
            assert read.support_as_written == committed.support_as_written, committed.reference
            assert read.deadline_text == committed.deadline_text, committed.reference
            if committed.basis == Basis.STATED:
                leads = today(directory, read.lead_as_written)
                assert leads == [one.agency for one in committed.lead], committed.reference


def test_only_what_the_documents_leave_open_is_to_be_confirmed(directory: Directory) -> None:
    allowed = {Why.BY_DUTY, Why.FIRST_LEADS, Why.NO_AGENCY, Why.TRUNCATED}
    for path in seeds():
        imported = import_document(path, directory)
        assert {one.why for one in imported.to_confirm} <= allowed, path.name
        assert imported.complete == directory.document(closest(imported, directory) or "").complete
