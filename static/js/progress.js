// A box with data-progress asks its address every two seconds how far the work is, and loads the page anew when it is over.
// Without this script the page loads itself anew now and then.
const box = document.querySelector("[data-progress]");
if (box) setTimeout(look, 1000);

async function look() {
  try {
    const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
    if (answer.ok) show(await answer.json());
  } catch {
    // The connection is away for a moment: ask again.
  }
  setTimeout(look, 2000);
}

function show(progress) {
  if (progress.is_over) {
    location.reload();
    return;
  }
  const bar = box.querySelector("progress");
  box.querySelector("[data-progress-words]").textContent = progress.words;
  if (progress.total) {
    bar.max = progress.total;
    bar.value = progress.done;
  } else {
    bar.removeAttribute("value");
  }
}
