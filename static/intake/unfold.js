// On paper everything is open; a link to a part that is folded opens it.
(function () {
  "use strict";
  var opened = [];

  window.addEventListener("beforeprint", function () {
    opened = Array.from(document.querySelectorAll("details:not([open])"));
    opened.forEach(function (part) { part.open = true; });
  });

  window.addEventListener("afterprint", function () {
    opened.forEach(function (part) { part.open = false; });
  });

  function unfold() {
    var part = document.getElementById(window.location.hash.slice(1));
    for (; part; part = part.parentElement) {
      if (part.matches("details")) { part.open = true; }
    }
  }

  window.addEventListener("hashchange", unfold);
  unfold();
}());
