// A form that is unfolded at the head of a file is there to be typed into: its first field gets the focus.
for (const part of document.querySelectorAll('.file-ways details[name="quick"]')) {
  part.addEventListener("toggle", () => {
    const field = part.open && part.querySelector("textarea, input:not([type=hidden]), select");
    if (field) {
      field.focus();
    }
  });
}
