// A long select becomes a search by title or code; without this script it stays a select.
(function () {
  "use strict";

  function words(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").split(/[^a-z0-9]+/).filter(Boolean);
  }

  function fits(wanted, title) {
    var found = words(title);
    return wanted.every(function (word) {
      return found.some(function (part) {
        return part.indexOf(word) === 0;
      });
    });
  }

  // Titles that begin with what was typed come first.
  function search(titles, query) {
    var wanted = words(query);
    var typed = wanted.join(" ");
    function begins(title) {
      return words(title).join(" ").indexOf(typed) === 0 ? 0 : 1;
    }
    return titles.filter(fits.bind(null, wanted)).sort(function (one, other) {
      return begins(one) - begins(other);
    });
  }

  function describe(input, select) {
    ["aria-describedby", "aria-invalid"].forEach(function (name) {
      if (select.hasAttribute(name)) {
        input.setAttribute(name, select.getAttribute(name));
      }
    });
  }

  function enhance(select) {
    var said = select.dataset;
    var titles = Array.prototype.map.call(select.options, function (option) {
      return option.text;
    });
    var id = select.id;

    function choose(title) {
      var at = titles.indexOf(title);
      select.selectedIndex = at > 0 ? at : 0;
    }

    accessibleAutocomplete.enhanceSelectElement({
      selectElement: select,
      name: select.name + "_typed",
      defaultValue: said.typed || titles[select.selectedIndex] || "",
      inputClasses: "form-control",
      minLength: 2,
      confirmOnBlur: false,
      showNoOptionsFound: true,
      onConfirm: function () {},
      source: function (query, show) {
        show(search(titles.slice(1), query));
      },
      tNoResults: function () {
        return said.none;
      },
      tAssistiveHint: function () {
        return said.hint;
      },
      tStatusQueryTooShort: function () {
        return said.hint;
      },
      tStatusNoResults: function () {
        return said.none;
      },
      tStatusSelectedOption: function (chosen, length, index) {
        return chosen + " (" + (index + 1) + "/" + length + ")";
      },
      tStatusResults: function (length) {
        return said.count.replace("%d", length);
      },
    });
    var input = document.getElementById(id);
    describe(input, select);
    select.form.addEventListener("submit", function () {
      choose(input.value);
    });
  }

  document.querySelectorAll("select[data-search]").forEach(enhance);
})();
