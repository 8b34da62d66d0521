"""Sharing a server's time."""

import threading
import time

from ui.core import crowd
from ui.core.crowd import Crowd, Turn


def test_learners_on_one_server_share_the_time():
    class_ = Crowd()
    whole = class_.budget("one", 0.0)
    assert whole == crowd.BUDGET
    assert class_.budget("one", 0.1) == whole
    assert class_.budget("two", 0.2) == whole / 2
    assert class_.budget("three", 0.3) == whole / 3
    assert class_.budget("two", 1.25) == whole / 2  # the first one has left


def test_many_learners_take_their_turns_more_slowly_but_not_without_end():
    class_ = Crowd()
    paces = []
    for number in range(60):
        class_.budget(str(number), 0.0)
        paces.append(class_.pace)
    assert paces == sorted(paces)
    assert paces[0] == paces[8] == crowd.BUDGET and paces[-1] == crowd.SLOWEST
    assert paces[29] <= 0.125  # eight frames a second for each of 30


def test_small_networks_are_computed_one_after_another_and_a_large_one_waits_for_none():
    turn, order = Turn(), []
    began = threading.Event()

    def small():
        with turn.taken(large=False):
            began.set()
            time.sleep(0.1)
            order.append("small")

    worker = threading.Thread(target=small)
    worker.start()
    assert began.wait(5) and not turn.wanted
    with turn.taken(large=True):
        order.append("large")
    other = threading.Thread(target=small)
    other.start()
    limit = time.monotonic() + 5
    while not turn.wanted and time.monotonic() < limit:
        time.sleep(0.001)
    assert turn.wanted
    worker.join(5)
    other.join(5)
    assert order == ["large", "small", "small"] and not turn.wanted


def test_a_turn_ends_with_an_error_too():
    turn = Turn()
    try:
        with turn.taken(large=False):
            raise ArithmeticError
    except ArithmeticError:
        pass
    with turn.taken(large=False):
        assert not turn.wanted
