// Photos chosen in a file box marked data-shrink are made smaller before they are sent: a phone's
// photo of 8 MB becomes one of some hundred kB, which a village line can carry. The server shrinks
// and checks everything itself; a picture this browser cannot read is sent as it is.
const LONGEST = 1920;
const SMALL_ENOUGH = 500_000;

for (const input of document.querySelectorAll("input[type=file][data-shrink]")) {
  input.addEventListener("change", async () => {
    const chosen = [...input.files];
    const smaller = await Promise.all(chosen.map(shrink));
    const isStillChosen = chosen.every((file, place) => file === input.files[place]);
    if (!isStillChosen || chosen.length !== input.files.length) return;
    const files = new DataTransfer();
    for (const file of smaller) files.items.add(file);
    input.files = files.files;
  });
}

async function shrink(file) {
  if (file.size <= SMALL_ENOUGH) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const paper = canvas.getContext("2d");
    paper.fillStyle = "white";
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
    if (blob === null || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" });
  } catch {
    return file;
  }
}
