// A long select becomes a search: of countries by other names too.
// A box for words asks the server as one types. Without this script the select stays, and the server answers the box
// with a page to choose from.
(function () {
  "use strict";

  function plain(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  }

  function words(text) {
    return plain(text).split(/[^a-z0-9]+/).filter(Boolean);
  }

  // One line of the list: its text, the words it is found by, and what else is said of it.
  function Entry(option) {
    this.text = option.text;
    this.own = words(option.text);
    this.title = option.dataset.also || "";
    this.other = words(this.title);
  }

  function fits(wanted, found) {
    return wanted.every(function (word) {
      return found.some(function (part) {
        return part.indexOf(word) === 0;
      });
    });
  }

  // Texts that begin with what was typed come first, then those found by another name.
  function rank(entry, wanted) {
    if (!fits(wanted, entry.own)) {
      return fits(wanted, entry.other) ? 2 : 3;
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
        return one.rank < 3;
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

  function text(one) {
    return !one || typeof one === "string" ? one || "" : one.entry ? one.entry.text : one.text;
  }

  function shown(one) {
    if (typeof one === "string") {
      return escaped(one);
    }
    var note = one.entry ? (one.rank === 2 ? one.entry.title : "") : one.more;
    var more = note ? '<span class="autocomplete__more">' + escaped(note) + "</span>" : "";
    return escaped(text(one)) + more;
  }

  function describe(input, select) {
    ["aria-describedby", "aria-invalid"].forEach(function (name) {
      if (select.hasAttribute(name)) {
        input.setAttribute(name, select.getAttribute(name));
      }
    });
  }

  // What both kinds of search have in common; `empty` says why the list has nothing.
  function options(said, empty, own) {
    var common = {
      inputClasses: "form-control",
      minLength: 2,
      confirmOnBlur: false,
      showNoOptionsFound: true,
      onConfirm: function () {},
      templates: { inputValue: text, suggestion: shown },
      tNoResults: empty,
      tAssistiveHint: function () {
        return said.hint;
      },
      tStatusQueryTooShort: function () {
        return said.hint;
      },
      tStatusNoResults: empty,
      tStatusSelectedOption: function (chosen, length, index) {
        return chosen + " (" + (index + 1) + "/" + length + ")";
      },
      tStatusResults: function (length) {
        return said.count.replace("%d", length);
      },
    };
    return Object.assign(common, own);
  }

  function enhance(select) {
    var said = select.dataset;
    var entries = Array.prototype.slice.call(select.options, 1).map(function (option) {
      return new Entry(option);
    });
    var chosen = select.options[select.selectedIndex];
    var id = select.id;

    function none() {
      return said.none;
    }

    // What was typed to the end counts as chosen, whatever its case and accents.
    function choose(typed) {
      var wanted = words(typed).join(" ");
      select.selectedIndex = 0;
      Array.prototype.forEach.call(select.options, function (option) {
        option.selected = option.value !== "" && words(option.text).join(" ") === wanted;
      });
    }

    accessibleAutocomplete.enhanceSelectElement(
      options(said, none, {
        selectElement: select,
        name: select.name + "_typed",
        defaultValue: said.typed || (chosen ? chosen.text : ""),
        source: function (query, show) {
          show(search(entries, query));
        },
      }),
    );
    var input = document.getElementById(id);
    describe(input, select);
    select.form.addEventListener("submit", function () {
      choose(input.value);
    });
  }

  // The lines that the server finds for words, a moment after the last letter; an answer to earlier words is not shown.
  // Until the answer is there nobody knows whether anything is found: `empty` says how it stands.
  function asking(said) {
    var waiting,
      latest,
      empty = said.hint,
      SHORTEST = 3,
      // Half of the 100 ms in which a list follows what is typed (record 0070); the other half is the server's.
      WAIT_MS = 50;

    function find(query, show) {
      function end(found, words) {
        if (latest === query) {
          empty = words;
          show(found);
        }
      }

      fetch(said.ask + (said.ask.indexOf("?") < 0 ? "?q=" : "&q=") + encodeURIComponent(query.trim()))
        .then(function (response) {
          return response.json();
        })
        .then(function (answer) {
          // So few letters begin no word that people call their work by; more of them may.
          end(answer.found, query.trim().length < SHORTEST ? said.more : said.none);
        })
        .catch(function () {
          end([], said.failed);
        });
    }

    return {
      source: function (query, show) {
        clearTimeout(waiting);
        latest = query;
        empty = said.waits;
        waiting = setTimeout(find, WAIT_MS, query, show);
      },
      empty: function () {
        return empty;
      },
      isWaiting: function () {
        return empty === said.waits;
      },
    };
  }

  function ask(box) {
    var said = box.dataset;
    var id = box.id;
    var typed = box.value;
    // Whoever had begun to type before this script came goes on where they were, and is answered.
    var begun = document.activeElement === box;
    var changed = begun && typed !== box.defaultValue;
    var asked = asking(said);
    var place = document.createElement("div");
    box.parentNode.insertBefore(place, box);
    box.remove();
    accessibleAutocomplete(
      options(said, asked.empty, {
        element: place,
        id: id,
        name: box.name,
        defaultValue: typed,
        autoselect: true,
        source: asked.source,
      }),
    );
    var input = document.getElementById(id);
    describe(input, box);
    // Before the answer is there, Enter would send the whole page, with the questions below still open.
    input.addEventListener("keydown", function (event) {
      if (event.key === "Enter" && asked.isWaiting()) {
        event.preventDefault();
      }
    });
    if (begun) {
      input.focus();
    }
    if (changed) {
      // The box takes what it begins with for a choice: a space more is what makes it ask.
      setTimeout(function () {
        if (input.value === typed) {
          input.value = typed + " ";
          input.dispatchEvent(new Event("input", { bubbles: true }));
        }
      }, 50);
    }
  }

  document.querySelectorAll("select[data-search]").forEach(enhance);
  document.querySelectorAll("input[data-ask]").forEach(ask);
})();
