/** Query results (查询结果): rows, numbers and what is written to files. */

const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(
  ["integer", "decimal", "double", "float", "int", "long", "short", "byte", "nonNegativeInteger"].map(
    (name) => XSD + name,
  ),
);
const NUMBER_TEXT = /^[+-]?[0-9]+(\.[0-9]+)?$/;
// The same rule as in exports of the whole release: docs/operation.md.
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠][\s\S]/;

/** The number that an RDF term is, or null. */
export function numberOf(term) {
  if (!term || !NUMBERS.has(term.datatype)) return null;
  const value = Number(term.value);
  return Number.isFinite(value) ? value : null;
}

/** Whether every filled cell of a column is a number, and one is filled. */
export function isNumeric(rows, name) {
  const filled = rows.map((row) => row[name]).filter(Boolean);
  return filled.length > 0 && filled.every((term) => numberOf(term) !== null);
}

/** A number as people read it: 41254000 as 41,254,000; a year such as 2024 stays. */
export function grouped(text) {
  const [, sign, whole, rest] = /^([+-]?)([0-9]+)(.*)$/s.exec(text) ?? [];
  if (!whole || whole.length < 5) return text;
  return sign + whole.replace(/\B(?=([0-9]{3})+$)/g, ",") + rest;
}

/** CSV for spreadsheets (表格软件): with a byte order mark, and no text becomes a formula. */
export function csvOf({ vars, rows }) {
  const lines = [vars, ...rows.map((row) => vars.map((name) => row[name]?.value ?? ""))];
  return "\ufeff" + lines.map((cells) => cells.map(quoted).join(",") + "\r\n").join("");
}

function quoted(text) {
  const safe = FORMULA.test(text) && !NUMBER_TEXT.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** SPARQL 1.1 Query Results JSON. */
export function jsonOf({ vars, rows }) {
  return JSON.stringify({ head: { vars }, results: { bindings: rows } }, null, 1);
}

/** Let the browser keep a text as a file. */
export function save(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
