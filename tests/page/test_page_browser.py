"""The page in a browser, opened as a file and without a network: what a person drops, sees, tries, saves and prints.

Needs Chromium, and what the page is built of in ``build/page`` (``python -m page.build`` brings it); skipped without.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import axe, chromium
from conftest import BROKEN, FIELD, ROOT, VALID, run
from formats import binary, office, old, open_document, values_of
from judging_page import DESK, LONGEST, PHONE, Judging, page_file, visit
from reports import hostile

from zi_score import Unreadable, evaluate, what_if

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DROPPED = """([content, name]) => {
  const held = new DataTransfer();
  held.items.add(new File([Uint8Array.from(atob(content), (each) => each.charCodeAt(0))], name));
  return held;
}"""
DAY = re.compile(r"<footer>.*?</footer>", re.DOTALL)
"""What says when a report was written."""


@pytest.fixture(scope="module")
def path() -> Path:
    """Return the page."""
    return page_file()[0]


@pytest.fixture(scope="module")
def browser(path: Path) -> Iterator[Browser]:  # noqa: ARG001 - without a page there is nothing to start it for
    """Start Chromium once."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a workbook of three assessors without formulas, which no browser can prove."""
    found = tmp_path_factory.mktemp("lke") / "tiga penilai.xlsx"
    found.write_bytes(office(values_of((VALID / "three-assessors.xlsx").read_bytes())))
    return found


@pytest.fixture(scope="module")
def opened(browser: Browser, path: Path, sheet: Path) -> Judging:
    """Return the page with this workbook in it, which tests look at and leave as it was."""
    found = visit(browser, path)
    found.drop(sheet)
    found.until("iframe")
    found.done()
    return found


def quiet(found: Judging, path: Path) -> bool:
    """Whether the page asked for nothing but itself and its worker, and said nothing."""
    others = [url for url in found.asked if not url.startswith("blob:") and url.partition("#")[0] != path.as_uri()]
    assert others == []
    assert found.said == []
    return True


@pytest.fixture(scope="module")
def twelve(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Write one workbook of each kind that people send: formats, layouts, regulations, damage, and harm."""
    folder = tmp_path_factory.mktemp("kiriman")
    names = ["valid/wbk", "valid/three-assessors", "valid/52-2014-wbk", "valid/lke-zi", "valid/half-empty"]
    sources = [ROOT / "worksheets" / f"{name}.xlsx" for name in names]
    sources += [FIELD / "field-lke-zi.xlsx", BROKEN / "file-damaged.xlsx", BROKEN / "macros-present.xlsm"]
    sources += [ROOT / "worksheets" / "portalrb" / "jawaban-unit" / "17.json"]
    for source in sources:
        shutil.copy(source, folder)
    values = values_of((VALID / "wbbm.xlsx").read_bytes())
    for ending, write in (("xls", old), ("xlsb", binary), ("ods", open_document)):
        (folder / f"lke.{ending}").write_bytes(write(values))
    hostile(folder / "jahat.xlsx")
    return sorted(folder.iterdir())


def test_verdicts_are_the_commands(browser: Browser, path: Path, twelve: list[Path]) -> None:
    """All at once: each verdict and total to the last fraction, or that it cannot be read; then the ranking."""
    found = visit(browser, path)
    found.drop(*twelve)
    found.until("iframe")
    rows = {name: cells for name, *cells in found.rows()}
    assert len(rows) == len(twelve) == 13
    for workbook in twelve:
        _unit, _verdict, _total, exact = rows[workbook.name]
        try:
            expected = str(evaluate(workbook).assessments[0].total.score)
        except Unreadable:
            expected = ""
        assert exact == expected, workbook.name
    told = run(
        "batch",
        *(each.name for each in twelve),
        "--no-progress",
        "--format",
        "html",
        "--lang",
        "id",
        cwd=twelve[0].parent,
    )
    frame = found.page.frame_locator("iframe")
    assert frame.locator("#verdict").inner_text().split() == words_of(told.stdout.decode(), "verdict")
    assert quiet(found, path)


def words_of(page: str, key: str) -> list[str]:
    """Return the words of a section of a page."""
    section = page.partition(f'<section id="{key}"')[2].partition(">")[2].partition("</section>")[0]
    return re.sub(r"<[^>]+>", " ", section).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").split()


@pytest.mark.parametrize(("size", "dark"), [(DESK, False), (PHONE, True)])
def test_the_verdict_is_seen_without_scrolling(
    browser: Browser, path: Path, size: tuple[int, int], *, dark: bool
) -> None:
    """On a laptop and on a phone, in both colour schemes; nothing is wider than the screen."""
    found = visit(browser, path, size, dark=dark)
    found.drop(VALID / "area-below.xlsx")
    assert "BELUM MEMENUHI" in found.verdict()
    found.until("iframe")
    box = found.page.locator("main > .card .headline").bounding_box()
    assert box
    assert box["y"] + box["height"] <= size[1]
    for key in ("findings", "facts", "tried", "plan", "files", "report"):
        found.tab(key)
        assert found.page.evaluate("document.documentElement.scrollWidth") <= size[0], key
    ground = found.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", ground)[:3])) < 300) == dark
    assert quiet(found, path)


def test_the_report_is_the_command_s(opened: Judging, sheet: Path, tmp_path: Path) -> None:
    """What is shown and what is saved; its tools work in its frame, and its links lead to its places."""
    opened.tab("report")
    frame = opened.page.frame_locator("iframe")
    frame.locator("nav a").nth(2).press("Enter")
    frame.locator(".tools select").select_option("lost")
    assert re.match(r"\d+ dari 113", frame.locator(".tools output").inner_text())
    assert opened.page.frames[-1].url == "about:srcdoc#components"
    written = tmp_path / "oleh.html"
    run("report", sheet.name, "-o", written, language="id", cwd=sheet.parent)
    name, content = saved(opened, "Laporan (HTML)")
    assert name == "tiga penilai-laporan.html"
    assert DAY.sub("", content.decode()) == DAY.sub("", written.read_text(encoding="utf-8"))


def saved(found: Judging, button: str, tab: str = "files") -> tuple[str, bytes]:
    """Save a file, and return its name and content."""
    found.tab(tab)
    with found.page.expect_download(timeout=LONGEST) as download:
        found.press(button)
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_files_are_saved(opened: Judging, sheet: Path) -> None:
    """Each under its name; JSON is that of evaluate."""
    name, content = saved(opened, "Nilai (JSON)")
    told = json.loads(content)
    expected = json.loads(run("evaluate", sheet.name, "--format", "json", language="id", cwd=sheet.parent).stdout)
    assert (name, told) == ("tiga penilai-nilai.json", expected)
    others = [
        saved(opened, each) for each in ("Laporan (Excel)", "Laporan (Markdown)", "Salinan LKE dengan temuan di selnya")
    ]
    endings = ("laporan.xlsx", "laporan.md", "temuan.xlsx")
    assert [name for name, _content in others] == [f"tiga penilai-{each}" for each in endings]
    assert [content[:2] for _name, content in others] == [b"PK", b"##", b"PK"]
    assert saved(opened, "Simpan LKE kosong")[1][:2] == b"PK"
    assert b"pydantic" in saved(opened, "Lisensi pustaka di dalamnya")[1]
    message = run("evaluate", sheet.name, "--format", "chat", language="id", cwd=sheet.parent).stdout.decode()
    opened.tab("files")
    assert opened.page.locator("#chat").input_value().split()[:20] == message.split()[:20]


def test_findings_have_their_cells(browser: Browser, path: Path) -> None:
    """And the command that proves formulas, which a browser cannot."""
    found = visit(browser, path)
    found.drop(BROKEN / "share-above-100.xlsx")
    found.until("iframe")
    found.tab("findings")
    text = found.page.locator("#panel").inner_text()
    assert 'zi-score check "share-above-100.xlsx"' in text
    expected = json.loads((BROKEN / "share-above-100.expected.json").read_text(encoding="utf-8"))
    assert expected["findings"][0][2] in text


def test_other_answers_are_judged_at_once(opened: Judging) -> None:
    """By keyboard; what was changed can be put back, and what is no answer is a sentence."""
    opened.tab("tried")
    opened.page.get_by_label("hanya yang kehilangan poin").uncheck()
    field = opened.page.get_by_label("A.I.1.i.a ", exact=False).first
    before = field.input_value()
    field.select_option("Tidak" if before == "Ya" else "Ya")
    told = opened.until("#panel .card .headline")
    other = what_if(VALID / "three-assessors.xlsx", {"A.I.1.i.a": "Tidak" if before == "Ya" else "Ya"})[0]
    assert f"{float(other.assessments[0].total.score):.2f}".replace(".", ",") in told
    index = opened.page.get_by_label("B.I.a ", exact=False).first
    index.fill("lima")
    assert "lima" in opened.until("#panel .card .refused")
    opened.press("Kembalikan semua")
    assert opened.until("#panel .card").strip() == "Belum ada jawaban yang diubah."


def test_facts_count_at_once(browser: Browser, path: Path) -> None:
    """The verdict follows; what is not understood is told beside its field and put aside."""
    found = visit(browser, path)
    found.drop(VALID / "wbbm.xlsx")
    before = found.verdict()
    found.until("iframe")
    found.tab("facts")
    found.page.get_by_label("Unit kerja sudah berpredikat WBK").select_option("Tidak")
    found.page.locator("main > .card .headline").filter(has_not_text=before).wait_for(timeout=LONGEST)
    expected = evaluate(VALID / "wbbm.xlsx", facts={"holds-wbk": "Tidak"})
    assert expected.verdict == "WBK"
    assert "WBK" in found.verdict()
    field = found.page.get_by_label("Tindak lanjut temuan")
    field.fill("banyak")
    field.press("Tab")
    assert "banyak" in found.until("#panel .refused")
    assert quiet(found, path)


def test_a_plan_is_made_and_saved(opened: Judging) -> None:
    """Its page is shown, its workbook saved; a predicate that is already there is one sentence more."""
    opened.tab("plan")
    opened.page.get_by_label("Predikat yang dituju").select_option("WBBM")
    opened.press("Susun rencana")
    opened.until("#panel iframe")
    assert "WBBM" in opened.page.frame_locator("#panel iframe").locator("#verdict").inner_text()
    assert saved(opened, "Rencana aksi (Excel)", "plan")[0] == "tiga penilai-rencana.xlsx"


def test_the_other_language(opened: Judging) -> None:
    """All texts, and back; nothing is kept in the browser."""
    opened.press("English")
    opened.page.locator("main > .card .headline").filter(has_text="NOT ELIGIBLE").wait_for(timeout=LONGEST)
    opened.done()
    assert opened.page.evaluate("document.documentElement.lang") == "en"
    assert "Report" in opened.until("#tab-report")
    opened.press("Indonesia")
    opened.page.locator("main > .card .headline").filter(has_text="BELUM MEMENUHI").wait_for(timeout=LONGEST)
    opened.done()
    assert opened.page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0


def test_printing_prints_the_report(opened: Judging) -> None:
    """Not the page around it: as many sheets as the report alone."""
    opened.tab("report")
    paper = opened.page.pdf(prefer_css_page_size=True)
    assert 5 < len(re.findall(rb"/Type\s*/Page\b", paper)) < 20
    assert opened.page.locator("#paper *").count() == 0
    opened.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    opened.page.emulate_media(media="print")
    assert not opened.page.locator("#app").is_visible()
    assert opened.page.locator("#paper details.question .body").filter(visible=True).count() == 113
    opened.page.emulate_media(media="screen")
    opened.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert opened.page.locator("#app").is_visible()


def test_harm_stays_text(browser: Browser, path: Path, tmp_path: Path) -> None:
    """Of a workbook that means harm nothing runs, and nothing is fetched, in the page, its frame, or on paper."""
    found = visit(browser, path)
    found.drop(hostile(tmp_path / "<img src=x onerror=alert(1)>.xlsx"))
    found.until("iframe")
    for key in ("findings", "facts", "tried", "files", "report"):
        found.tab(key)
    assert "<script>alert(1)</script>" in found.until("main > .card h2")
    assert found.page.locator("#app img, #app object, #app embed, #app form, #app [onerror]").count() == 0
    found.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert found.page.locator("#paper script, #paper img, #paper iframe, #paper [onerror]").count() == 0
    assert quiet(found, path)


def test_files_are_dropped_anywhere(browser: Browser, path: Path) -> None:
    """From a folder's window onto the page, before the program is there too; reports take none meanwhile."""
    found = visit(browser, f"{path.as_uri()}#en")
    content = base64.b64encode((VALID / "wbk.xlsx").read_bytes()).decode()
    held = found.page.evaluate_handle(DROPPED, [content, "Balai.xlsx"])
    found.page.dispatch_event("body", "dragenter", {"dataTransfer": held})
    assert found.page.locator("body.dragging").count() == 1
    found.page.dispatch_event("footer", "drop", {"dataTransfer": held})
    assert "ELIGIBLE for WBK" in found.verdict()
    found.until("#panel iframe")
    assert found.page.locator("body.dragging").count() == 0
    assert found.said == []


def test_bad_files_are_sentences(browser: Browser, path: Path, tmp_path: Path) -> None:
    """With what to do, and no dialog; two files of one name are two."""
    found = visit(browser, path)
    (tmp_path / "lain").mkdir()
    same = [tmp_path / "lke.xlsx", tmp_path / "lain" / "lke.xlsx"]
    for place in same:
        shutil.copy(BROKEN / "file-damaged.xlsx", place)
    found.drop(same[0])
    assert "rusak" in found.until("main > .card .headline")
    assert found.page.locator("main > .card p").count() == 2
    found.drop(*same, BROKEN / "file-of-another-kind.pdf")
    found.until("#app table")
    found.done()
    assert [row[0] for row in found.rows()] == ["lke.xlsx", "lke (2).xlsx", "file-of-another-kind.pdf"]
    assert quiet(found, path)


def test_a_file_that_is_dropped_again_is_a_new_version(browser: Browser, path: Path, tmp_path: Path) -> None:
    """As it is after a change in a spreadsheet; what was stated stays. One that changed meanwhile is a sentence."""
    lke = tmp_path / "lke.xlsx"
    shutil.copy(VALID / "wbbm.xlsx", lke)
    found = visit(browser, path)
    found.drop(lke)
    found.until("#panel iframe")
    found.tab("facts")
    found.page.get_by_label("Opini BPK").select_option("WDP")
    found.page.locator("main > .card").filter(has_text="WDP").wait_for(timeout=LONGEST)
    shutil.copy(VALID / "area-below.xlsx", lke)
    found.page.get_by_label("Jenis instansi").select_option("Kementerian/Lembaga")
    assert "disimpan ulang" in found.until("#panel .refused")
    found.drop(lke)
    found.page.locator("main > .card").filter(has_text="Dinas Kependudukan").wait_for(timeout=LONGEST)
    assert "WDP" in found.until("main > .card ul")
    assert found.page.locator("#app table tbody tr").count() == 0
    assert quiet(found, path)


def test_what_takes_too_long_can_be_stopped(browser: Browser, path: Path, tmp_path: Path) -> None:
    """The program begins anew, with what it knew, and what was stopped can be judged again."""
    many = [tmp_path / f"unit-{number:02}.xlsx" for number in range(40)]  # seconds of work
    for each in many:
        shutil.copy(VALID / "half-empty.xlsx", each)
    found = visit(browser, path)
    found.drop(VALID / "wbk.xlsx")
    found.until("iframe")
    found.drop(*many)
    found.press("Hentikan")
    found.done()
    stopped = [row[0] for row in found.rows() if row[2] == "Dihentikan"]
    assert stopped[-1] == many[-1].name
    found.press(stopped[-1])
    found.until("iframe")
    found.done()
    assert next(row for row in found.rows() if row[0] == stopped[-1])[2] != "Dihentikan"
    found.press("Tampilkan peringkat")
    found.done()
    names = found.page.frame_locator("iframe").locator("main").inner_text()
    assert "wbk.xlsx" in names
    assert stopped[-1] in names
    assert quiet(found, path)


def test_a_server_hands_out_nothing_but_the_page(browser: Browser, path: Path) -> None:
    """From any web server it works as from a file, and asks that server for itself alone."""
    heard: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, _format: str, *told: object) -> None:
            heard.append(str(told[0]))

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(path.parent))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        found = visit(browser, f"http://127.0.0.1:{server.server_port}/{path.name}")
        found.drop(VALID / "wbk.xlsx")
        assert "WBK" in found.verdict()
        found.until("#panel iframe")
        server.shutdown()
    assert heard == [f"GET /{path.name} HTTP/1.1"]
    assert found.said == []


def test_an_old_browser_is_told_which_are_new_enough(browser: Browser, path: Path) -> None:
    """In one sentence, also without any script."""
    for found in (
        visit(browser, path, before="delete globalThis.DecompressionStream"),
        visit(browser, path, scripts=False),
    ):
        assert "Chrome" in found.until("#old")
        assert not found.page.locator("#app").is_visible()
        assert found.said == []


@pytest.mark.parametrize("dark", [False, True])
def test_the_page_is_accessible(browser: Browser, path: Path, *, dark: bool) -> None:
    """Axe finds nothing at all, in every part of a result, with several files, in both colour schemes."""
    found = visit(browser, path, dark=dark)
    found.without_policy()
    found.page.evaluate(axe())
    found.drop(VALID / "half-empty.xlsx", BROKEN / "file-damaged.xlsx")
    found.until("iframe")
    assert faults(found) == []
    found.press("half-empty.xlsx")
    found.until("#panel")
    for key in ("report", "findings", "facts", "tried", "plan", "files"):
        found.tab(key)
        assert faults(found) == [], key


def faults(found: Judging) -> list[str]:
    """Return what axe finds in the page, but for its frames, which are the reports that other tests look at."""
    result = found.page.evaluate("axe.run(document, { iframes: false })")
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in result["violations"]]
