// A button with data-print opens the print dialog. It is hidden where there is no script to do so.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
