// Minus and plus buttons beside a number box marked data-quantity (templates/components/quantity.html).
// With data-send the form is sent a moment after the last press, so a cart line needs no "update" button.
for (const group of document.querySelectorAll("[data-quantity]")) {
  const input = group.querySelector("input");
  const box = input.parentElement;
  const less = stepButton("−", group.dataset.less, -1);
  const more = stepButton("+", group.dataset.more, 1);
  box.prepend(less);
  box.append(more);
  input.addEventListener("input", showLimits);
  showLimits();

  function stepButton(sign, name, step) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quantity__step";
    button.textContent = sign;
    button.setAttribute("aria-label", `${name}: ${input.labels[0].textContent.trim()}`);
    button.addEventListener("click", () => {
      if (step > 0) input.stepUp();
      else input.stepDown();
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    return button;
  }

  function showLimits() {
    less.disabled = input.value !== "" && Number(input.value) <= Number(input.min);
    more.disabled = input.max !== "" && Number(input.value) >= Number(input.max);
  }
}

for (const form of document.querySelectorAll("form[data-send]")) {
  let waiting = 0;
  form.querySelector("[type=submit]").hidden = true;
  form.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => form.requestSubmit(), 700);
  });
}
