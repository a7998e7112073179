// The browser's way back closes a dialog, as people on a telephone expect, and does not leave the page.

let close; // what the way back closes
let leaving = false; // we are on our way back ourselves

// The page was loaded again while a dialog was open.
if (history.state?.paDialog) history.replaceState({ ...history.state, paDialog: false }, "");

export function enter(closeIt) {
  close = closeIt;
  if (!leaving) history.pushState({ ...history.state, paDialog: true }, "");
}

// Somebody has closed the dialog by other means.
export function leave() {
  close = undefined;
  if (leaving || !history.state?.paDialog) return;
  leaving = true;
  history.back();
}

addEventListener("popstate", () => {
  if (leaving) {
    leaving = false;
    if (close) enter(close); // another one was opened meanwhile
    return;
  }
  const closeIt = close;
  close = undefined;
  closeIt?.();
});
