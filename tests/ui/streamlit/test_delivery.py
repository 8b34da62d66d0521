"""How files and pages reach the browser."""

import asyncio
import gzip
import re

import pytest

from ui import assets
from ui.streamlit import delivery
from ui.streamlit.delivery import Delivery

PAGE = b"<!DOCTYPE html><html><head><title>Streamlit</title></head><body></body></html>"


async def streamlit(scope, receive, send):
    """What stands behind: a page for each address, with the headers that a file has, or nothing new for a known one."""
    known = any(name == b"if-none-match" for name, _ in scope["headers"])
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"etag", b'"1"'), (b"content-length", b"78")]
    await send({"type": "http.response.start", "status": 304 if known else 200, "headers": headers})
    await send({"type": "http.response.body", "body": PAGE[:20], "more_body": True})
    await send({"type": "http.response.body", "body": PAGE[20:]})


def ask(path: str, accept: str = "*/*", encoding: str = "gzip, deflate", base: str = "", app=streamlit, **headers):
    """(status, headers, body) of an answer."""
    sent = []
    pairs = {"accept": accept, "accept-encoding": encoding} | {name.replace("_", "-"): v for name, v in headers.items()}
    raw = [(name.encode(), value.encode()) for name, value in pairs.items()]
    scope = {"type": "http", "method": "GET", "path": path, "headers": raw, "query_string": b""}

    async def send(message):
        sent.append(message)

    asyncio.run(Delivery(app, base)(scope, None, send))
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}, body


def bundle_path() -> str:
    return f"/{assets.url(assets.BUNDLE)}"


def test_our_modules_come_compressed_and_are_kept_for_good():
    status, headers, body = ask(bundle_path())
    assert status == 200
    assert headers["content-encoding"] == "gzip" and headers["content-type"].startswith("text/javascript")
    assert "immutable" in headers["cache-control"] and int(headers["content-length"]) == len(body)
    assert gzip.decompress(body) == assets.sources()[assets.BUNDLE]


def test_streamlits_own_scripts_come_compressed():
    path, file = next((path, file) for path, file in delivery.files().items() if path.startswith("/static/js/index."))
    _, headers, body = ask(path)
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body) == file.read_bytes()


def test_below_another_address_as_well():
    assert ask(f"/class{bundle_path()}", base="class/")[1]["content-encoding"] == "gzip"


def test_a_browser_that_takes_nothing_compressed_is_served_by_streamlit():
    assert ask(bundle_path(), encoding="identity")[2] == PAGE


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/js/none.js", "/app/static/../../app.py", "/_stcore/health"]
)
def test_what_is_not_known_goes_on_to_streamlit(path):
    assert ask(path)[2] == PAGE


def test_however_many_ask_at_once_a_file_is_compressed_once(monkeypatch):
    packed = []
    monkeypatch.setattr(delivery, "packed", lambda file: packed.append(file) or b"small")
    app, sent = Delivery(streamlit), []

    async def send(message):
        sent.append(message)

    async def crowd():
        scope = {"type": "http", "method": "GET", "path": bundle_path(), "headers": [(b"accept-encoding", b"gzip")]}
        await asyncio.gather(*(app(dict(scope), None, send) for _ in range(30)))

    asyncio.run(crowd())
    assert len(packed) == 1 and len(sent) == 60


def test_a_file_that_is_gone_is_left_to_streamlit_and_found_again_when_it_is_back(monkeypatch):
    app, answers = Delivery(streamlit), []

    async def ask_twice():
        for content in (None, b"back"):

            def read(file, content=content):
                if content is None:
                    raise FileNotFoundError(file)
                return content

            monkeypatch.setattr(delivery, "packed", read)
            scope = {"type": "http", "method": "GET", "path": bundle_path(), "headers": [(b"accept-encoding", b"gzip")]}
            body = []

            async def send(message, body=body):
                body.append(message.get("body", b""))

            await app(scope, None, send)
            answers.append(b"".join(body))

    asyncio.run(ask_twice())
    assert answers == [PAGE, b"back"]


def test_a_page_begins_in_its_own_style_and_names_what_it_needs():
    _, headers, body = ask("/train", accept="text/html,*/*", if_none_match='"1"')
    text = gzip.decompress(body).decode()
    assert "etag" not in headers  # it is that of Streamlit's file
    assert int(headers["content-length"]) == len(body)
    assert ".stMainBlockContainer" in text.partition("</head>")[0]
    assert f'rel="modulepreload" crossorigin href="./{assets.url(assets.BUNDLE)}"' in text
    assert re.search(r'fetchpriority="low" href="./static/js/Selectbox\.', text)


@pytest.mark.parametrize("path", ["/_stcore/health", "/media/1.csv", "/app/static/other/x", "/table.csv"])
def test_what_is_no_page_is_left_as_it_is(path):
    assert ask(path, accept="text/html")[2] == PAGE


def test_the_first_page_does_not_fetch_widgets_it_has_not():
    _, _, body = ask("/", accept="text/html")
    assert b"Selectbox" not in gzip.decompress(body)
    assert b"PageLink" in gzip.decompress(body)


def test_scripts_that_scripts_import_are_named_too_and_none_twice():
    names = delivery.needed((*delivery.EVERYWHERE, *delivery.WIDGETS))
    assert len(names) == len(set(names)) > 20
    page = (delivery.STREAMLIT / "index.html").read_text(encoding="utf-8")
    assert not any(name in page for name in names)


def test_what_streamlit_no_longer_has_is_left_out():
    assert delivery.needed(("NoSuchElement",)) == []
