// A reader wants to write: load the dialog. Without scripts, or if anything fails, the link leads to the forge.

const CONTROLS = "[data-pa-write], [data-pa-write-new]";

for (const control of document.querySelectorAll(CONTROLS)) control.hidden = false;

addEventListener("click", async (event) => {
  const link = event.target.closest?.(CONTROLS);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  try {
    const { write } = await import("./write-dialog.js");
    await write(link);
  } catch (error) {
    console.error(error);
    if (link.href) location.assign(link.href);
  }
});
