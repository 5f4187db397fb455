"""What axe can not see of a page, asked by scripts."""

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
FOCUSABLE = """() =>
  [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
  .filter(one => one.checkVisibility() && one.tabIndex >= 0)
  .map((one, index) => (one.dataset.nth = index, index))"""
LAYOUT_SHIFT = """() => new Promise(done => { let sum = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) sum += one.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 300); })"""
