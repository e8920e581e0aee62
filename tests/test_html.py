"""The page a coach opens: self-contained, complete, safe, and readable without a mouse."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from gehoor.method import Method
from gehoor.reporting.chart import chart_of
from gehoor.reporting.html_form import as_html, index_html, page_name
from gehoor.reviewing import Reviewer
from tests.conftest import call_of

LINES = (
    "m: Goedemorgen, u spreekt met Sanne.",
    "b: Ik bel nu al voor de derde keer, dit is schandalig!",
    "m: Dat begrijp ik. Mag ik uw postcode?",
    "b: Wat ben jij een sukkel.",
    "m: U noemt mij een sukkel, daar ben ik niet van gediend. Ik wil u graag helpen.",
    "b: <script>alert(1)</script> 3512 AB & meer",
    "m: Ik bel u morgen voor twaalf uur terug. Fijne dag nog!",
)


class Page(HTMLParser):
    """Collects what a browser would load, the ids, the links and the text."""

    VOID = frozenset({"meta", "br", "line", "circle", "path"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        self.ids += [value for key, value in attrs if key == "id" and value]
        self.links += [value for key, value in attrs if key in ("href", "src") and value]
        assert not any(key.startswith("on") for key in given)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def page(method: Method, reviewer: Reviewer) -> Page:
    call = call_of(*LINES)
    return Page(as_html(reviewer.review(call), method, reviewer.advice(call)))


def test_it_loads_nothing_and_runs_nothing(page: Page) -> None:
    assert all(link.startswith("#") for link in page.links)
    assert not {"script", "img", "link", "iframe"} & set(page.tags)


def test_it_is_well_formed_and_every_link_has_a_target(page: Page) -> None:
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links} <= set(page.ids)


def test_what_callers_say_is_text_and_never_markup(page: Page) -> None:
    assert "<script>alert(1)</script> 3512 AB & meer" in page.text


def test_every_finding_stands_on_the_page(page: Page, method: Method, reviewer: Reviewer) -> None:
    review = reviewer.review(call_of(*LINES))

    assert review.findings
    for finding in review.findings:
        assert method.rules[finding.rule].title in page.text
        assert finding.advice in page.text
    assert "Gehoord: belediging" in page.text
    assert "ziet het anders" in page.text


def test_headings_and_landmarks(page: Page) -> None:
    assert page.tags.count("h1") == 1
    assert {"main", "header", "footer"} <= set(page.tags)


def test_the_line_has_a_point_for_every_turn_of_the_caller(reviewer: Reviewer) -> None:
    chart = chart_of(reviewer.review(call_of(*LINES)))

    assert [point.turn for point in chart.points] == [1, 3, 5]
    assert all(0 < point.x < chart.width and 0 < point.y < chart.height for point in chart.points)


def test_a_call_without_a_caller_has_a_page(method: Method, reviewer: Reviewer) -> None:
    call = call_of("m: Goedemorgen.")

    assert "geen beller aan het woord" in as_html(reviewer.review(call), method, {})


@pytest.mark.parametrize(
    ("call_id", "taken", "name"),
    [("a/../b", [], "a-b.html"), ("index", [], "gesprek-index.html"), ("", [], "gesprek.html"),
     ("x", ["x.html"], "x-2.html")],
)  # fmt: skip
def test_page_names_are_safe(call_id: str, taken: list[str], name: str) -> None:
    assert page_name(call_id, taken) == name


def test_turns_are_counted_from_one_for_people(method: Method) -> None:
    reviewer = Reviewer(method)
    call = call_of("m: Goedemiddag, met Sanne van de bank.", "b: Dit is echt schandalig.")

    page = as_html(reviewer.review(call), method, {})

    assert 'id="beurt-1"' in page
    assert "beurt 2" in page
    assert "beurt 0" not in page


def test_a_call_with_one_side_says_so(method: Method) -> None:
    reviewer = Reviewer(method)

    page = as_html(reviewer.review(call_of("b: Ik wacht al weken.")), method, {})

    assert "geen medewerker te horen" in page


def test_what_is_agreed_is_listed_once(method: Method) -> None:
    reviewer = Reviewer(method)
    call = call_of("b: Wat nu?", "m: Wat ik wel kan doen: ik bel u morgen voor twaalf uur terug.")
    review = reviewer.review(call)
    assert {item.kind for item in review.agreements} >= {"promise", "alternative"}

    page = as_html(review, method, {})

    assert page.count("<td>Wat ik wel kan doen") == 1


def test_the_contents_name_rules_in_words(method: Method) -> None:
    review = Reviewer(method).review(call_of(*LINES))

    page = Page(index_html([("a.html", review), ("b.html", review)], method))

    assert page.links == ["a.html", "b.html"]
    assert "EMP02" not in page.text
    assert review.findings[0].slug not in page.text


def test_a_call_of_one_turn_has_one_turn(method: Method, reviewer: Reviewer) -> None:
    call = call_of(LINES[0])
    text = Page(as_html(reviewer.review(call), method, reviewer.advice(call))).text

    assert "1 beurt" in text
    assert "1 beurten" not in text
