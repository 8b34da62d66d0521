"""Every odd file becomes the table, or gets the refusal, that `odd_files.py` says."""

import pytest

from nncore.data.reading import read_table
from tests.nncore.data.odd_files import FILES, LIST, all_said, described, outcomes

KINDS = [(kind, file) for kind, files in FILES.items() for file in files]


def named(pairs):
    return [pytest.param(file, id=f"{kind}: {file.what}"[:80]) for kind, file in pairs]


@pytest.mark.parametrize("file", named(pair for pair in KINDS if not pair[1].refused))
def test_an_odd_file_becomes_a_table_and_what_was_changed_is_said(file):
    table = read_table(file.bytes)
    assert described(table) == file.becomes
    said = all_said(table)
    assert len(said) == len(file.said), said
    assert all(any(part in line for line in said) for part in file.said), said
    assert set(file.layout) <= set(table.guesses.layout)
    assert [guess.name for guess in table.guesses.columns] == list(table.names)
    assert all(guess.reason and guess.kind == table[guess.name].kind for guess in table.guesses.columns)
    assert table.key


@pytest.mark.parametrize("file", named(pair for pair in KINDS if pair[1].refused))
def test_an_odd_file_is_refused_with_a_remedy(file):
    with pytest.raises(ValueError) as refusal:
        read_table(file.bytes)
    message = str(refusal.value)
    assert type(refusal.value) is ValueError
    assert file.becomes in message
    assert any(remedy in message for remedy in REMEDIES), message


REMEDIES = (
    "bring",
    "use ",
    "save",
    "unpack",
    "pack it again",
    "mend",
    "make them equal",
    "close it",
    "export",
    "choose",
)


def test_there_are_hundreds_of_odd_files_each_with_a_name_of_its_own():
    assert len(KINDS) >= 300
    assert len({(kind, file.what) for kind, file in KINDS}) == len(KINDS)


def test_the_list_for_teachers_is_up_to_date():
    assert LIST.read_text(encoding="utf-8") == outcomes(), "write it anew: python -m tests.nncore.data.odd_files"
