"""The page for queries in headless Chromium, with YASGUI and with the plain editor."""

import csv
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import api.http
import ontology
from api.http.query_page import examples
from api.settings import Settings
from tests.browsers import PATIENCE, Watch, chromium
from tests.servers import serving

BUILT = Path(api.http.__file__).parent / "page" / "built" / "yasgui.js"
AMOUNTS = """PREFIX jipu: <https://w3id.org/jipu/ontology#>
SELECT ?project ?amount { ?project a jipu:Project ; jipu:amount ?amount } ORDER BY DESC(?amount)"""
MARKUP = 'SELECT ?markup { VALUES ?markup { "<img src=x onerror=alert(1)> {{markup}}" "=cmd()" } }'
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SATISFACTION = "https://w3id.org/jipu/category/satisfaction"
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def url(settings: Settings) -> Iterator[str]:
    with serving(replace(settings, query_seconds=3.0)) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def visit(browser: Browser, url: str) -> Iterator[Open]:
    """Opens the page as a new visitor; nobody may be sent elsewhere or see an error of the page."""
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    watches: list[Watch] = []

    def open_page(query: str | None = None, editor: str = "", **parameters: str) -> Page:
        page = context.new_page()
        watches.append(Watch(page, url))
        shared = {"query": query, **parameters} if query else {}
        chosen = "?editor=plain" if editor == "plain" else ""
        page.goto(f"{url}/query{chosen}#{urlencode(shared, quote_via=quote)}")
        expect(page.locator("#menu li").first).to_be_attached()
        return page

    yield open_page
    context.close()
    assert not [request for watch in watches for request in watch.elsewhere]
    assert not [complaint for watch in watches for complaint in watch.complaints]


@pytest.fixture
def yasgui(visit: Open) -> Open:
    if not BUILT.exists():
        if shutil.which("npm"):
            pytest.fail("YASGUI was not built: make web")
        pytest.skip("YASGUI was not built, for npm is not here")
    return visit


@pytest.fixture(params=["yasgui", "plain"])
def either(request: pytest.FixtureRequest) -> Open:
    """Opens the page with each of the two editors."""
    visit: Open = request.getfixturevalue("visit" if request.param == "plain" else "yasgui")
    return lambda query=None, **parameters: visit(query, editor=request.param, **parameters)


def table(page: Page) -> Locator:
    return page.locator(".result table >> visible=true")


def column(page: Page, number: int) -> Locator:
    return table(page).locator(f"tbody td:nth-child({number})")


def query_of(page: Page) -> str:
    editor = page.locator(".yasqe .CodeMirror >> visible=true")
    text: str = editor.evaluate("element => element.CodeMirror.getValue()")
    return text


def write(page: Page, text: str) -> None:
    """Put a text into the editor that is shown."""
    area = page.get_by_label("SPARQL 查询")
    if area.count():
        area.fill(text)
        area.focus()
    else:
        editor = page.locator(".yasqe .CodeMirror >> visible=true")
        editor.evaluate("(element, text) => element.CodeMirror.setValue(text)", text)
        editor.evaluate("element => element.CodeMirror.execCommand('goDocEnd')")
        editor.evaluate("element => element.CodeMirror.focus()")


def run(page: Page, query: str) -> None:
    write(page, query)
    page.keyboard.press("Control+Enter")


def shared_link(page: Page) -> str:
    page.locator(".yasqe_share >> visible=true").click()
    link = page.locator(".yasqe_sharePopup input").input_value()
    page.mouse.click(5, 5)
    return link


def test_a_question_of_the_menu_runs_and_shows_a_table(either: Open, url: str) -> None:
    page = either()
    page.get_by_role("searchbox", name="找一个问题").fill("钱最多")
    page.locator("#menu li:visible button").click()
    expect(table(page).locator("tbody tr")).to_have_count(10)
    expect(column(page, 3).first).to_have_text("行政事业单位退休人员养老金支出差额财政兜底资金")
    expect(column(page, 5).first).to_have_text("145,000,000")
    link = table(page).locator("tbody a").first
    iri, address = link.get_attribute("title"), link.get_attribute("href")
    assert iri is not None
    assert address == f"{url}/{iri.removeprefix('https://w3id.org/jipu/')}"


def test_an_example_is_offered_where_its_terms_exist(visit: Open) -> None:
    terms = "\n".join(path.read_text("utf-8") for path in ontology.files())
    page = visit(editor="plain")
    offered = set(page.locator("#menu button").evaluate_all("all => all.map(x => x.dataset.name)"))
    runnable = {e["name"] for e in examples() if not e["needs"] or f"\n{e['needs']} " in terms}
    assert offered == runnable


def test_categories_are_shown_by_their_label(visit: Open, url: str) -> None:
    page = visit(f"SELECT ?category {{ VALUES ?category {{ <{SATISFACTION}> }} }}", editor="plain")
    link = table(page).locator("tbody a")
    expect(link).to_have_text("服务对象满意度指标")
    expect(link).to_have_attribute("href", f"{url}/category/satisfaction")
    page.get_by_label("显示名称").uncheck()
    expect(link).to_have_text("cat:satisfaction")


def test_long_results_have_pages_an_order_and_a_filter(visit: Open) -> None:
    query = "SELECT ?n ?t { ?i jipu:sourceRow ?n ; jipu:targetText ?t } ORDER BY ?n"
    page = visit(query, editor="plain")
    expect(table(page).locator("tbody tr")).to_have_count(50)
    page.get_by_role("button", name="下一页").click()
    expect(column(page, 1).first).to_have_text("51")
    numbers = page.get_by_role("button", name=re.compile(r"^n\b"))
    numbers.click()
    numbers.click()
    shown = [int(text) for text in column(page, 2).all_inner_texts()]
    assert shown == sorted(shown, reverse=True)
    page.get_by_placeholder("筛选结果").fill("≥95%")
    expect(page.get_by_text(re.compile("筛出 [0-9]+ 行"))).to_be_visible()
    assert all("≥95%" in text for text in column(page, 3).all_inner_texts())


def test_texts_stay_texts_on_the_page_and_in_files(either: Open) -> None:
    page = either(MARKUP)
    expect(column(page, 2)).to_have_text(["<img src=x onerror=alert(1)> {{markup}}", "=cmd()"])
    assert page.locator("#editor img").count() == 0
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 CSV").click()
    rows = list(csv.reader(download.value.path().read_text("utf-8-sig").splitlines()))
    assert rows == [["markup"], ["<img src=x onerror=alert(1)> {{markup}}"], ["'=cmd()"]]
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 JSON").click()
    bindings = json.loads(download.value.path().read_text("utf-8"))["results"]["bindings"]
    assert [row["markup"]["value"] for row in bindings][1] == "=cmd()"


def test_other_forms_of_queries(either: Open) -> None:
    page = either("ASK {}")
    expect(page.locator("#editor")).to_contain_text("是 true")
    run(page, "CONSTRUCT { <a:1> <a:2> 3 } WHERE {}")
    expect(page.locator("#editor")).to_contain_text("a:2")


def test_problems_are_told_in_words(either: Open) -> None:
    page = either("SELECT * {\n ?s ?p")
    expect(page.get_by_role("alert")).to_contain_text("第 2 行，第 7 列")
    run(page, "DELETE WHERE { ?s ?p ?o }")
    expect(page.get_by_role("alert")).to_contain_text("不允许的查询")
    run(page, RUNAWAY)
    expect(page.get_by_role("alert")).to_contain_text("查询超时")


def test_a_fault_is_marked_in_the_editor(yasgui: Open) -> None:
    page = yasgui("SELECT * {\n ?s ?p ?o } LIMIT ten")
    expect(page.locator(".fault-place")).to_have_text("ten")
    write(page, "ASK {}")
    expect(page.locator(".fault-place")).to_have_count(0)


def test_a_query_can_be_stopped(either: Open) -> None:
    page = either()
    page.route("**/sparql", lambda route: None)  # no answer comes
    page.get_by_role("button", name="运行").click()
    page.get_by_role("button", name=re.compile("运行|停止")).click()
    expect(page.get_by_role("alert")).to_contain_text("查询已停止")


def test_a_chart_is_drawn_and_shared(yasgui: Open, visit: Open) -> None:
    page = yasgui(AMOUNTS)
    page.get_by_role("button", name="查看图表").click()
    page.get_by_label("图形").select_option("pie")
    expect(page.get_by_role("img", name="饼图")).to_be_visible()
    colours = page.locator(".chart canvas").evaluate(
        "canvas => new Set(new Uint32Array(canvas.getContext('2d')"
        ".getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size"
    )
    assert colours > 10
    again = visit()
    again.evaluate("link => location.assign(link)", shared_link(page))  # only the fragment differs
    expect(again.get_by_role("img", name="饼图")).to_be_visible()
    assert query_of(again) == query_of(page) == AMOUNTS


def test_completion_knows_terms_by_name_and_by_label(yasgui: Open) -> None:
    page = yasgui()
    hints = page.locator(".CodeMirror-hint")
    write(page, "SELECT * { ?i ")
    page.keyboard.type("jipu:hasI")
    expect(hints.first).to_have_text(re.compile("^jipu:hasIndicator.*包含指标"))
    page.keyboard.press("Enter")
    page.keyboard.type(" ?x . ?x jipu:category 满意")
    expect(hints.filter(has_text="cat:satisfaction").first).to_be_visible()
    page.keyboard.press("Enter")
    query = query_of(page)
    assert "jipu:hasIndicator ?x . ?x jipu:category cat:satisfaction" in query
    assert "PREFIX jipu: <https://w3id.org/jipu/ontology#>\n" in query
    assert "PREFIX cat: <https://w3id.org/jipu/category/>\n" in query


def test_prefixes_are_declared_when_a_query_runs(yasgui: Open) -> None:
    page = yasgui('SELECT ?n { ?s rdfs:label ?n FILTER(?n = "org:x") } LIMIT 1')
    expect(table(page)).to_be_visible()
    assert query_of(page).startswith("PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\nSELECT")


def test_a_link_cannot_send_the_query_elsewhere(yasgui: Open, url: str) -> None:
    page = yasgui(AMOUNTS, endpoint="http://127.0.0.1:9/", headers='{"X-A":"b"}', other="1")
    expect(table(page).locator("tbody tr")).to_have_count(20)
    with page.expect_request("**/sparql") as sent:
        page.locator(".addTab").click()
        page.keyboard.press("Control+Enter")
    assert sent.value.url == f"{url}/sparql"
    assert "other" not in (sent.value.post_data or "")


def test_tabs_are_kept(yasgui: Open) -> None:
    page = yasgui()
    page.locator("#menu button").first.click()
    expect(table(page)).to_be_visible()
    query = query_of(page)
    page.reload()
    expect(page.locator(".tabsList .tab")).to_have_count(2)
    assert query_of(page) == query


def test_the_plain_editor_shares_and_shows_the_fault(visit: Open) -> None:
    page = visit("SELECT * {\n ?s ?p ?o } LIMIT ten", editor="plain")
    expect(page.locator(".problem mark")).to_have_text("ten")
    write(page, "ASK { }")
    page.get_by_role("button", name="分享链接").click()
    assert page.url.endswith("#query=ASK+%7B+%7D")
    run(page, "ASK { }")
    expect(page.locator(".boolean")).to_have_text("是 true")
