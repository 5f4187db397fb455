// The error summary takes the focus; its links go to the control without leaving "#id" in the address.
(function () {
  "use strict";
  var summary = document.querySelector("[data-error-summary]");
  if (!summary) {
    return;
  }
  summary.focus();
  summary.addEventListener("click", function (event) {
    var link = event.target.closest("a");
    var control = link && document.getElementById(link.hash.slice(1));
    if (!control) {
      return;
    }
    event.preventDefault();
    (control.closest("fieldset") || control.closest(".question") || control).scrollIntoView();
    control.focus({ preventScroll: true });
  });
})();
