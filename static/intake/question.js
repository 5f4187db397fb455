// Of a question page: what another answer leaves unasked is hidden, a pasted date is divided among its boxes, and the
// points so far come into their fold. Without this script everything is shown, and the server does the rest.
(function () {
  "use strict";

  // "div_id_end:ongoing:no": shown once the other question has that answer; of a box that is no tick, no.
  function answer(name) {
    var controls = Array.from(document.getElementsByName(name));
    var box = controls.find(function (one) { return one.type === "checkbox"; });
    var chosen = controls.find(function (one) { return one.checked; });
    return box ? (box.checked ? "yes" : "no") : chosen ? chosen.value : "";
  }

  function hide() {
    document.querySelectorAll("[data-only-if]").forEach(function (part) {
      part.dataset.onlyIf.split(" ").forEach(function (rule) {
        var parts = rule.split(":");
        var given = answer(parts[1]);
        document.getElementById(parts[0]).hidden = given !== parts[2];
      });
    });
  }

  // Only what can mean one day: the server asks about the rest.
  function read(text, months) {
    var found = /^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?$/.exec(text);
    if (found) {
      return { year: found[1], month: Number(found[2]), day: found[3] || "" };
    }
    found = /^(?:(\d{1,2})[-/.])?(\d{1,2})[-/.](\d{4})$/.exec(text);
    if (found && !(found[1] && Number(found[1]) <= 12)) {
      return { year: found[3], month: Number(found[2]), day: found[1] || "" };
    }
    found = /^(?:(\d{1,2})\D{0,2}\s+)?(\D+?)\.?\s+(?:(\d{1,2})\D{0,2},?\s+)?(\d{4})$/.exec(text);
    var named = found ? months.filter(function (month) {
      return found[2].length > 2 && month.text.toLowerCase().startsWith(found[2].toLowerCase());
    }) : [];
    return named.length === 1 ? { year: found[4], month: named[0].value, day: found[1] || found[3] || "" } : null;
  }

  function divide(event) {
    var boxes = event.target.closest(".date-parts");
    var select = boxes && boxes.querySelector("select");
    var found = select && read(event.clipboardData.getData("text").trim(), Array.from(select.options).slice(1));
    if (!found || !select.querySelector('option[value="' + Number(found.month) + '"]')) {
      return;
    }
    event.preventDefault();
    select.value = Number(found.month);
    boxes.querySelectorAll("input").forEach(function (box) {
      box.value = box.name.endsWith("_year") ? found.year : found.day && String(Number(found.day));
    });
  }

  function showPoints(fold) {
    fetch(fold.dataset.soFar)
      .then(function (response) { return response.ok ? response.text() : Promise.reject(response.status); })
      .then(function (html) {
        var found = new DOMParser().parseFromString(html, "text/html").getElementById("so-far");
        fold.querySelector("[role=status]").innerHTML = found.innerHTML;
        fold.querySelector("button").hidden = true;
      })
      .catch(function () {});
  }

  var fold = document.querySelector("details[data-so-far]");
  if (fold) {
    fold.addEventListener("toggle", function () {
      if (fold.open) {
        showPoints(fold);
      }
    });
  }
  document.addEventListener("change", hide);
  document.addEventListener("paste", divide);
  hide();
})();
