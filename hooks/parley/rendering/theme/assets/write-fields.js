// Fields of the dialog for keys of the table: what they hold as text, and what the browser or the check would refuse.

import { _ } from "./words.js";

const NUMBER = /^-?\d{1,15}(?:\.\d{1,9})?$/;

const isGroup = (field) => field.type === "fieldset";

// Of boxes, the ticked ones on lines of their own.
export function readField(field) {
  if (!isGroup(field)) return field.value;
  return [...field.elements].filter(({ checked }) => checked).map(({ value }) => value).join("\n");
}

export function fillField(field, value) {
  if (!isGroup(field)) field.value = value;
  else for (const box of field.elements) box.checked = value.split("\n").includes(box.value);
}

// What can be focused of a field.
export function findEntry(field) {
  if (!field.focus) return field[0]; // boxes of one name
  return isGroup(field) ? field.elements[0] : field;
}

// Whether somebody writes words into it.
export function hasWords(field) {
  return ["text", "textarea", "url"].includes(field.type);
}

// Where something stands that is no such number, day or address; of what a browser can't read, it gives no text.
export function findUnfit(fields, labels) {
  const unfit = fields.filter((field) => field.dataset.paWanted && !fits(field));
  return unfit.map(({ dataset: { paKey, paWanted } }) => {
    return { field: paKey, text: _("‘{label}’ must be {wanted}.", { label: labels.get(paKey), wanted: paWanted }) };
  });
}

function fits(field) {
  if (!field.validity.valid) return false;
  return field.type !== "number" || !field.value || NUMBER.test(field.value);
}
