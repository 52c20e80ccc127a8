// Shows the pictures chosen in a file box marked data-preview, before they are sent.
// They are drawn on canvases, because the content policy lets no page load blob: addresses.
const WIDTH = 320;
const HEIGHT = 240;

for (const input of document.querySelectorAll("input[type=file][data-preview]")) {
  const list = document.createElement("ul");
  list.className = "previews";
  input.after(list);
  input.addEventListener("change", async () => {
    list.replaceChildren();
    for (const file of input.files) list.append(await preview(file));
  });
}

async function preview(file) {
  const item = document.createElement("li");
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", file.name);
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.max(WIDTH / picture.width, HEIGHT / picture.height);
    const [width, height] = [picture.width * scale, picture.height * scale];
    canvas
      .getContext("2d")
      .drawImage(picture, (WIDTH - width) / 2, (HEIGHT - height) / 2, width, height);
    item.append(canvas);
  } catch {
    // Not a picture this browser can read: its name is shown, and the server gives the reason.
    item.textContent = file.name;
  }
  return item;
}
