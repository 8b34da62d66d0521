"""What is left of a class."""

import csv
import io
from html.parser import HTMLParser

from ui.core.classroom.questions import Question
from ui.core.classroom.records import Asked
from ui.core.classroom.summary import Result, guarded, summary_csv, summary_html

EVIL = "</style><script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;"
CHOICE = Question("choice", f"=cmd|' /C calc'!A0 {EVIL}", choices=("@SUM(1)", EVIL), right=1)
NUMBER = Question("number", "Loss?", "loss", 0.1)
RESULTS = [
    Result(Asked(1, CHOICE, round=2, open=False, revealed=True), [{"-Ann": 0, "+Bob": 1}, {"-Ann": 1}]),
    Result(Asked(2, NUMBER, open=False, revealed=True, true=0.5), [{"Ann": -5.0, "Bob": 0.45}]),
    Result(Asked(3, Question("free", "Clear?", choices=("yes", "no")), open=False), [{"Ann": 0}]),
]
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "section", "strong"),
    *("table", "caption", "tr", "th", "td", "div"),
}


class Tags(HTMLParser):
    def __init__(self, page: str):
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.words += data


def test_the_table_has_a_row_for_each_answer_of_each_round():
    rows = list(csv.reader(io.StringIO(summary_csv(RESULTS))))
    assert rows[0] == ["question", "round", "nickname", "answer", "right"]
    assert [row[1:] for row in rows[1:]] == [
        ["1", "'-Ann", "'@SUM(1)", "no"],
        ["1", "'+Bob", EVIL, "yes"],
        ["2", "'-Ann", EVIL, "yes"],
        ["1", "Ann", "-5.0", "no"],
        ["1", "Bob", "0.45", "yes"],
        ["1", "Ann", "yes", ""],
    ]


def test_no_text_of_the_table_is_a_formula():
    rows = list(csv.reader(io.StringIO(summary_csv(RESULTS))))
    texts = [cell for row in rows for place, cell in enumerate(row) if place in (0, 2)]
    assert not any(text.startswith(("=", "+", "-", "@")) for text in texts)
    assert guarded("\t=1") == "'\t=1"
    assert guarded("a=1") == "a=1"


def test_the_page_is_text_whatever_was_typed():
    page = summary_html(EVIL, 2, RESULTS)
    tags = Tags(page)
    assert set(tags.tags) <= TAGS
    assert tags.attributes <= {"lang", "charset", "http-equiv", "content", "name", "scope", "class", "style"}
    assert (
        tags.words.count("<script>alert(1)</script>") == 6
    )  # title and heading, question, what is right, a row in two tables
    assert "http:" not in page and "https:" not in page and "url(" not in page


def test_the_page_says_how_each_question_was_answered():
    words = Tags(summary_html("Monday", 2, RESULTS)).words
    assert "2 students, 3 questions" in words
    assert "Round 1: 2" in words and "Round 2: 1" in words
    assert "0.5 (right)1" in words


def test_a_class_without_questions_has_a_page_as_well():
    assert "No question was asked." in summary_html("Monday", 1, [])
    assert "1 student, 0 questions" in summary_html("Monday", 1, [])
    assert summary_csv([]) == "question,round,nickname,answer,right\n"
