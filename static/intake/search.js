// A long select becomes a search by title or code, of occupations in either language, of countries by other names too;
// without this script it stays a select.
(function () {
  "use strict";

  function plain(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  }

  function words(text) {
    return plain(text).split(/[^a-z0-9]+/).filter(Boolean);
  }

  // One line of the list: its text, the words it is found by, and what else is said of it.
  function Entry(option, said) {
    this.text = option.text;
    this.code = option.value;
    this.always = "always" in option.dataset;
    this.own = words(option.text);
    this.title = option.dataset.also || "";
    this.other = words(this.title);
    this.notes = [];
    if (said.teer && /^\d{5}$/.test(this.code)) {
      this.notes.push(said.teer.replace("%d", this.code[1]));
    }
  }

  function fits(wanted, found) {
    return wanted.every(function (word) {
      return found.some(function (part) {
        return part.indexOf(word) === 0;
      });
    });
  }

  // Titles that begin with what was typed come first, then those found by the other language.
  function rank(entry, wanted) {
    if (!fits(wanted, entry.own)) {
      return fits(wanted, entry.other) ? 2 : entry.always ? 3 : 4;
    }
    return entry.own.join(" ").indexOf(wanted.join(" ")) === 0 ? 0 : 1;
  }

  function search(entries, query) {
    var wanted = words(query);
    var ranked = entries.map(function (entry) {
      return { entry: entry, rank: rank(entry, wanted) };
    });
    return ranked
      .filter(function (one) {
        return one.rank < 4;
      })
      .sort(function (one, two) {
        return one.rank - two.rank;
      });
  }

  function escaped(text) {
    var holder = document.createElement("span");
    holder.textContent = text;
    return holder.innerHTML;
  }

  function shown(one) {
    if (typeof one === "string") {
      return escaped(one);
    }
    var notes = one.rank === 2 ? [one.entry.title].concat(one.entry.notes) : one.entry.notes;
    var more = notes.length ? '<span class="autocomplete__more">' + escaped(notes.join(" · ")) + "</span>" : "";
    return escaped(one.entry.text) + more;
  }

  function describe(input, select) {
    ["aria-describedby", "aria-invalid"].forEach(function (name) {
      if (select.hasAttribute(name)) {
        input.setAttribute(name, select.getAttribute(name));
      }
    });
  }

  // The categories in force whose list an occupation is on.
  function addLists(entries, lists) {
    Object.keys(lists).forEach(function (title) {
      var codes = lists[title].split(" ");
      entries.forEach(function (entry) {
        if (codes.indexOf(entry.code) >= 0) {
          entry.notes.push(title);
        }
      });
    });
  }

  // The titles in the other language are fetched when somebody begins to search, and kept by the browser.
  function addTitles(entries, address) {
    return fetch(address)
      .then(function (response) {
        return response.json();
      })
      .then(function (titles) {
        entries.forEach(function (entry) {
          entry.title = titles[entry.code] || "";
          entry.other = words(entry.title);
        });
      })
      .catch(function () {});
  }

  function enhance(select) {
    var said = select.dataset;
    var entries = Array.prototype.slice.call(select.options, 1).map(function (option) {
      return new Entry(option, said);
    });
    addLists(entries, JSON.parse(said.lists || "{}"));
    var arriving = { then: function () {} };
    var chosen = select.options[select.selectedIndex];
    var id = select.id;

    // What was typed to the end counts as chosen, whatever its case and accents.
    function choose(text) {
      var typed = words(text).join(" ");
      select.selectedIndex = 0;
      Array.prototype.forEach.call(select.options, function (option) {
        option.selected = option.value !== "" && words(option.text).join(" ") === typed;
      });
    }

    accessibleAutocomplete.enhanceSelectElement({
      selectElement: select,
      name: select.name + "_typed",
      defaultValue: said.typed || (chosen ? chosen.text : ""),
      inputClasses: "form-control",
      minLength: 2,
      confirmOnBlur: false,
      showNoOptionsFound: true,
      onConfirm: function () {},
      source: function (query, show) {
        show(search(entries, query));
        arriving.then(function () {
          if (document.getElementById(id).value === query) {
            show(search(entries, query));
          }
        });
      },
      templates: {
        inputValue: function (one) {
          return one && one.entry ? one.entry.text : one || "";
        },
        suggestion: shown,
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
      tStatusSelectedOption: function (text, length, index) {
        return text + " (" + (index + 1) + "/" + length + ")";
      },
      tStatusResults: function (length) {
        return said.count.replace("%d", length);
      },
    });
    var input = document.getElementById(id);
    describe(input, select);
    if (said.also) {
      input.addEventListener(
        "focus",
        function () {
          arriving = addTitles(entries, said.also);
        },
        { once: true },
      );
    }
    select.form.addEventListener("submit", function () {
      choose(input.value);
    });
  }

  document.querySelectorAll("select[data-search]").forEach(enhance);
})();
