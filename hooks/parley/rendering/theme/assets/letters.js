// The sign of a key on every layout: with Caps Lock, and where a layout has other letters than Latin ones, that of the key in
// the same place of one that has. Where such a layout has a dot or a letter in the place of the slash, it stands for it.

export function findSign({ key, code, shiftKey }) {
  if (/^\p{Script=Latin}$/u.test(key)) return key.toLowerCase();
  if (key === "\u061f") return "?"; // Arabic
  if (code === "Slash" && !shiftKey && /^[.\p{L}]$/u.test(key)) return "/";
  const place = /^[^\0-\x7f]$/u.test(key) && code?.match(/^Key([A-Z])$/)?.[1];
  return place ? place.toLowerCase() : key;
}
