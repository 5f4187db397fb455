// Two minutes before a session of staff ends, say so and offer to stay.
(function () {
  "use strict";
  var dialog = document.getElementById("idle");
  if (!dialog) {
    return;
  }
  var loaded, warning, end;
  function begin() {
    clearTimeout(warning);
    clearTimeout(end);
    loaded = Date.now();
    warning = setTimeout(warn, dialog.dataset.warns * 1000);
    end = setTimeout(over, dialog.dataset.ends * 1000);
  }
  function warn() {
    dialog.showModal();
    dialog.querySelector("button").focus();
  }
  function over() {
    location.reload();
  }
  function stay() {
    fetch(dialog.dataset.alive, { credentials: "same-origin", redirect: "error" }).then(begin, over);
    dialog.close();
  }
  dialog.querySelector("button").addEventListener("click", stay);
  dialog.addEventListener("cancel", function (event) {
    event.preventDefault();
    stay();
  });
  // Timers stand still while a computer sleeps.
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden && Date.now() - loaded > dialog.dataset.ends * 1000) {
      over();
    }
  });
  begin();
})();
