// Choosing a province fills the list of its communes. Without this script a button does it.
const province = document.querySelector("select[data-communes]");
const commune = document.querySelector("select[name=commune]");
const button = document.querySelector("[data-communes-button]");

if (province && commune) {
  button.hidden = true;
  province.addEventListener("change", fill);
  // The browser may have restored the province on the way back, and not the list below it.
  window.addEventListener("pageshow", () => {
    if (province.value && commune.options.length < 2) fill();
  });
}

async function fill() {
  const chosen = province.value;
  commune.length = 1;
  if (!chosen) return;
  commune.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`${province.dataset.communes}?tinh=${encodeURIComponent(chosen)}`);
    if (!answer.ok) throw new Error(answer.statusText);
    const places = await answer.json();
    // A slow answer for a province that was changed meanwhile is not wanted any more.
    if (province.value === chosen) {
      commune.length = 1;
      commune.append(...places.map(([code, name]) => new Option(name, code)));
    }
  } catch {
    button.hidden = false;
  } finally {
    commune.removeAttribute("aria-busy");
  }
}
