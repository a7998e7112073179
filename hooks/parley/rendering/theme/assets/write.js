// A reader wants to write: load the dialog. Without scripts, or if anything fails, the link leads to the forge. Below the last
// reply stands an open field, which the dialog takes the place of once somebody is in it: nobody has to press Reply first.

const CONTROLS = "[data-pa-write], [data-pa-write-new]";

const box = document.querySelector("[data-pa-box]");
const instead = document.querySelector("[data-pa-instead]");

for (const control of document.querySelectorAll(CONTROLS)) control.hidden = false;
box?.addEventListener("focusin", () => write(instead.querySelector("[data-pa-write]"), box));
offer(true);

function offer(isServed) {
  if (isServed && box) box.hidden = false;
  if (!isServed) box?.remove();
}

addEventListener("click", async (event) => {
  const link = event.target.closest?.(CONTROLS);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (box?.isConnected && instead.contains(link)) box.control.focus();
  else await write(link);
});

async function write(link, place) {
  if (link.ariaBusy) return; // it's on its way
  link.ariaBusy = "true";
  try {
    const { write } = await import("./write-dialog.js");
    await write(link, place);
  } catch (error) {
    console.error(error);
    offer(false);
    if (link.href && !place) location.assign(link.href);
  } finally {
    link.ariaBusy = null;
  }
}
