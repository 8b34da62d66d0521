"""Class codes, secrets, and how often one may try."""

import pytest

from ui.core.classroom import codes
from ui.core.classroom.codes import LETTERS, Limit, TooMany, WrongCodes, fits, hashed, new_code, new_secret, read_code


def test_a_code_has_six_letters_that_nobody_mistakes_for_another():
    made = {new_code() for _ in range(500)}
    assert len(made) == 500
    assert all(len(code) == 6 for code in made)
    assert not set("".join(made)) & set("0O1IL")


def test_a_new_code_is_none_that_is_taken(monkeypatch):
    drawn = iter("AAAAAABBBBBB")
    monkeypatch.setattr(codes.secrets, "choice", lambda letters: next(drawn))
    assert new_code({"AAAAAA"}) == "BBBBBB"


@pytest.mark.parametrize("typed", ["ab2cd3", " AB2CD3 ", "ab2-cd3", "AB2 CD3", "a b 2 c d 3"])
def test_a_code_is_read_however_it_is_typed(typed):
    assert read_code(typed) == "AB2CD3"


@pytest.mark.parametrize(
    "typed", ["", "AB2CD", "AB2CD34", "AB2CD0", "ÄB2CD3", None, 7, ["AB2CD3"], "A" * 10_000, "../../"]
)
def test_what_can_be_no_code_is_none(typed):
    assert read_code(typed) == ""


def test_a_secret_fits_what_was_kept_of_it_and_nothing_else_does():
    secret, other = new_secret(), new_secret()
    kept = hashed(secret)
    assert fits(secret, kept)
    assert secret not in kept and len(secret) >= 32
    for wrong in (other, kept, "", None, 5, "x" * 1000, secret + "\ud800"):
        assert not fits(wrong, kept)


def test_a_limit_lets_so_many_through_in_its_time():
    limit = Limit(2, 1.0)
    for now in (0.0, 0.5):
        assert not limit.full(now)
        limit.count(now)
    assert limit.full(0.9)
    assert not limit.full(1.0)


def test_ten_wrong_codes_make_an_address_wait_for_a_minute_and_nobody_else():
    wrong = WrongCodes()
    for second in range(10):
        wrong.check("here", second)
        wrong.wrong("here", second)
    wrong.check("elsewhere", 10)
    with pytest.raises(TooMany, match="wait a minute"):
        wrong.check("here", 10)
    with pytest.raises(TooMany):
        wrong.check("here", 68.9)
    wrong.check("here", 69.1)


def test_wrong_codes_that_come_slowly_are_forgiven():
    wrong = WrongCodes()
    for number in range(50):
        wrong.check("here", 7 * number)
        wrong.wrong("here", 7 * number)


def test_two_hundred_wrong_codes_from_everywhere_make_all_wait():
    wrong = WrongCodes()
    for number in range(200):
        wrong.check(str(number), 0)
        wrong.wrong(str(number), 0)
    with pytest.raises(TooMany):
        wrong.check("new", 59)
    wrong.check("new", 60)


def test_addresses_are_forgotten_before_they_fill_the_memory(monkeypatch):
    monkeypatch.setattr(codes, "MOST_ADDRESSES", 20)
    wrong = WrongCodes()
    for number in range(500):
        wrong.wrong(f"address {number}", number)
    assert len(wrong._each) + len(wrong._until) <= 21


def test_letters_are_the_alphabet_without_lookalikes():
    assert set(LETTERS) == set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") - set("0O1IL")
