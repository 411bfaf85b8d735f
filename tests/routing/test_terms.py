"""The vocabulary fits the directory, reaches every measure, and is refused whole when it does not."""

from pathlib import Path

import pytest

from engine.errors import Invalid
from engine.model.directory import Directory
from engine.routing.checking import check_terms
from engine.routing.terms import Terms, Topic, load_terms


def test_the_committed_vocabulary_fits_the_directory(terms: Terms, directory: Directory) -> None:
    check_terms(terms, directory)


def test_every_measure_is_reached_by_a_topic(terms: Terms, directory: Directory) -> None:
    reached = {place for topic in terms.topics for place in topic.measures}
    assert {(one.document, one.number) for one in directory.measures} - reached == set()


def test_no_topic_lists_a_term_twice(terms: Terms) -> None:
    for topic in terms.topics:
        words = [*topic.strong, *topic.also]
        assert len(words) == len(set(words)), topic.key


def changed(terms: Terms, **facts: object) -> Terms:
    """The vocabulary with its first topic changed."""
    first = terms.topics[0].model_copy(update=facts)
    return terms.model_copy(update={"topics": (first, *terms.topics[1:])})


def test_every_stranger_is_named_at_once(terms: Terms, directory: Directory) -> None:
    wrong = changed(terms, measures=(("2023-measures", 99),), lead=("port-office",), also=("费",))
    with pytest.raises(Invalid) as refused:
        check_terms(wrong, directory)
    assert {fault.code for fault in refused.value.faults} == {"measure", "agency", "term"}


def test_a_key_used_twice_is_refused(terms: Terms, directory: Directory) -> None:
    twice = terms.model_copy(update={"topics": (*terms.topics, terms.topics[0])})
    with pytest.raises(Invalid, match="described 2 times"):
        check_terms(twice, directory)


def test_a_fault_in_the_file_is_named_by_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text("topics:\n  - key: one\n    name: 一\n    measures: [nowhere]\n    lead: []\n", "utf-8")
    with pytest.raises(Invalid) as refused:
        load_terms(path)
    where = [fault.where for fault in refused.value.faults]
    assert "terms.yaml:4:16" in where
    assert "terms.yaml:5:11" in where
    assert any(fault.what.startswith("concepts: ") for fault in refused.value.faults)


def test_a_file_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text("topics: [\n", "utf-8")
    with pytest.raises(Invalid, match="not YAML"):
        load_terms(path)


def test_the_digest_follows_the_content(terms: Terms) -> None:
    assert changed(terms, name="别的名字").digest != terms.digest
    assert Terms.model_validate(terms.model_dump()).digest == terms.digest


def test_measures_are_written_as_document_and_number() -> None:
    facts = {"key": "m", "name": "事", "measures": ["2022-division/14"], "lead": ["x"]}
    assert Topic.model_validate(facts).measures == (("2022-division", 14),)
