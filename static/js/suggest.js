// Suggestions under the search box while one types.
// The form's data-suggest address answers ?q= with {"suggestions": [{"text", "detail", "url"}, ...]}:
// what is found, who sells it, and its page.
const form = document.querySelector("form[data-suggest]");
const WAIT_MS = 150;
if (form) suggestIn(form, form.querySelector("input[type=search]"));

function suggestIn(form, input) {
  const list = document.createElement("ul");
  let waiting = 0;
  let asked = 0;
  let chosen = -1;
  list.id = "search-suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0].textContent.trim());
  form.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  close();

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) {
      event.preventDefault();
      choose(chosen < 0 && move < 0 ? -1 : chosen + move);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.url);
    } else if (event.key === "Escape") {
      close();
    }
  });
  // The mouse button goes down before the box loses focus, which closes the list.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
  input.addEventListener("blur", close);

  async function ask() {
    const words = input.value.trim();
    const turn = ++asked;
    if (words.length < 2) return close();
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(words)}`);
      const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
      if (turn === asked) show(suggestions);
    } catch {
      close(); // No network: the search button still works.
    }
  }

  function show(suggestions) {
    list.replaceChildren(...suggestions.map(option));
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = suggestions.length === 0 || document.activeElement !== input;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  function option(suggestion, index) {
    const item = document.createElement("li");
    const detail = document.createElement("span");
    item.id = `search-suggestion-${index}`;
    detail.className = "soft";
    detail.textContent = suggestion.detail;
    item.append(`${suggestion.text} `, detail);
    item.dataset.url = suggestion.url;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    return item;
  }

  function choose(index) {
    const count = list.children.length;
    chosen = (index + count) % count;
    for (const [at, item] of [...list.children].entries())
      item.setAttribute("aria-selected", String(at === chosen));
    input.setAttribute("aria-activedescendant", list.children[chosen].id);
  }

  function close() {
    asked += 1;
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
}
