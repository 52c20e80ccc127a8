// A form with data-confirm asks its question in a dialog before it is sent.
// data-yes and data-no are the words on the two buttons. Without this script it is sent at once.
for (const form of document.querySelectorAll("form[data-confirm]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.confirmed) return;
    event.preventDefault();
    ask(form, event.submitter);
  });
}

function ask(form, submitter) {
  const dialog = document.createElement("dialog");
  const question = document.createElement("p");
  const answers = document.createElement("div");
  dialog.className = "dialog";
  answers.className = "cluster";
  question.id = "dialog-question";
  question.textContent = form.dataset.confirm;
  dialog.setAttribute("aria-labelledby", question.id);
  answers.append(
    answer(form.dataset.no, "button button--second", () => dialog.close()),
    answer(form.dataset.yes, "button button--danger", () => {
      form.dataset.confirmed = "yes";
      dialog.close();
      form.requestSubmit(submitter);
    }),
  );
  dialog.append(question, answers);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function answer(words, look, action) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = look;
  button.textContent = words;
  button.addEventListener("click", action);
  return button;
}
