// Tells the page around the frame how high its content is, as often as that changes (docs/embedding.md).
(function () {
  "use strict";
  if (window.parent === window) {
    return;
  }
  // Any page may hear it: the height is no secret, and the page's policy decides who can frame it.
  new ResizeObserver(function () {
    window.parent.postMessage({ type: "express-entry-height", height: document.body.scrollHeight }, "*");
  }).observe(document.body);
}());
