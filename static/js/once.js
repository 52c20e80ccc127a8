// A form with data-once is sent once, however often its button is pressed.
// The button's own data-busy, when it has one, says that the form is on its way.
// Listening at the document, it comes after a script that asks a question first and stops the submit.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("form[data-once]")) return;
  if (form.dataset.sent) event.preventDefault();
  else markAsSent(form, event.submitter);
});

function markAsSent(form, button) {
  form.dataset.sent = "yes";
  if (!button) return;
  // Not "disabled": the browser would leave the button's name and value out of the form.
  button.setAttribute("aria-disabled", "true");
  if (button.dataset.busy) {
    button.dataset.ready = button.textContent;
    button.textContent = button.dataset.busy;
  }
}

// Coming back by the back button, the form can be sent again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("button[aria-disabled]")) {
    button.removeAttribute("aria-disabled");
    if (button.dataset.ready) button.textContent = button.dataset.ready;
  }
});
