// The score of the choices, as soon as one changes; without this script the button shows it.
(function () {
  "use strict";
  var form = document.querySelector("form[data-answer]");
  var place = document.querySelector("[data-place]");
  var said = document.querySelector("[data-said]");
  var links = document.querySelectorAll(".site-languages a, a[data-choices]");
  var title = document.getElementById("answer-title");
  var latest = "";
  // Where somebody came from stays in the address.
  var source = new URLSearchParams(location.search).get("source");
  var kept = source ? "&source=" + encodeURIComponent(source) : "";

  function query() {
    var parts = new URLSearchParams();
    new FormData(form).forEach(function (value, name) {
      if (value) {
        parts.set(name, value);
      }
    });
    return parts.toString();
  }

  function show(asked, html) {
    place.innerHTML = html;
    var total = place.querySelector("[data-total]");
    said.textContent = total ? total.dataset.total : "";
    history.replaceState(null, "", "?" + asked + kept);
    links.forEach(function (link) {
      link.search = asked + (link.dataset.choices || "");
    });
  }

  // An old total beside new choices would be read as theirs.
  function fail() {
    var words = document.createElement("p");
    words.className = "note";
    words.textContent = said.textContent = form.dataset.failed;
    place.replaceChildren(words);
  }

  function ask() {
    var asked = (latest = query());
    return fetch(form.dataset.answer + "?" + asked, { credentials: "omit" })
      .then(function (response) {
        return response.ok ? response.json() : Promise.reject(response.status);
      })
      .then(function (answer) {
        if (asked === latest) {
          show(asked, answer.html);
        }
      })
      .catch(function () {
        if (asked === latest) {
          fail();
        }
      });
  }

  // On a phone the answer is far below the button.
  function go() {
    title.scrollIntoView();
    title.focus({ preventScroll: true });
  }

  form.addEventListener("change", ask);
  form.addEventListener("submit", function (event) {
    // The button below the answer posts the choices and leads on.
    if (!event.submitter || event.submitter.formMethod !== "post") {
      event.preventDefault();
      ask().then(go);
    }
  });
})();
