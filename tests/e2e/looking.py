"""What axe can not see of a page, asked by scripts."""

from playwright.sync_api import Page

TEXT_SPACING = """() => {
  for (const one of document.querySelectorAll("*")) {
    one.style.setProperty("line-height", "1.5", "important");
    one.style.setProperty("letter-spacing", "0.12em", "important");
    one.style.setProperty("word-spacing", "0.16em", "important");
  }
  for (const one of document.querySelectorAll("p")) one.style.setProperty("margin-bottom", "2em", "important");
}"""
# What is wider than its own box, or than the page: words cut off or running into others.
OVERFLOWING = """() => [...document.querySelectorAll("main *, header *, footer *, aside *")]
  .filter(one => one.checkVisibility() && !one.closest("svg, .visually-hidden, select"))
  .filter(one => getComputedStyle(one).overflowX !== "visible" ? one.scrollWidth > one.clientWidth + 1
                                                               : one.getBoundingClientRect().right > innerWidth + 1)
  .map(one => one.tagName + "." + one.className + ": " + one.textContent.trim().slice(0, 40))"""
# What can be scrolled sideways, the page among them; but not the table of a list in its own frame.
SIDEWAYS = """() => [...document.querySelectorAll("html, body, body *")]
  .filter(one => one.scrollWidth > one.clientWidth + 1 && !one.closest(".results"))
  .filter(one => one === document.documentElement || /auto|scroll/.test(getComputedStyle(one).overflowX))
  .map(one => one.tagName + "." + one.className)"""
FOCUSABLE = """() =>
  [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
  .filter(one => one.checkVisibility() && one.tabIndex >= 0)
  .map((one, index) => (one.dataset.nth = index, index))"""
LAYOUT_SHIFT = """() => new Promise(done => { let sum = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) sum += one.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 300); })"""
CHART_WIDTHS = (320, 360, 390, 480, 640, 768, 1024, 1440)
# Pairs of words of one chart whose boxes meet, and words that reach beside the page.
CHART_WORDS = """() => [...document.querySelectorAll("svg")].filter(one => one.checkVisibility()).flatMap(chart => {
  const words = [...chart.querySelectorAll("text")].filter(one => one.checkVisibility());
  const boxes = words.map(one => one.getBoundingClientRect());
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top + 3 < b.bottom && b.top + 3 < a.bottom;
  return boxes.flatMap((box, n) => [
    ...(box.left < 0 || box.right > innerWidth ? [`cut off: ${words[n].textContent}`] : []),
    ...boxes.slice(n + 1).flatMap((other, m) =>
      meet(box, other) ? [`${words[n].textContent} over ${words[n + 1 + m].textContent}`] : []),
  ]);
})"""


def look_at_charts(page: Page) -> list[str]:
    """What is wrong with the words in the charts of this page, at every width."""
    wrong = []
    for width in CHART_WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [f"{page.url} {width}: {one}" for one in page.evaluate(CHART_WORDS)]
    return wrong
