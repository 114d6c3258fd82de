/** The cells (单元格) of a result table: links with labels, numbers, texts. */

import { element } from "./elements.js";
import { grouped } from "./results.js";

/** The cell of a variable; `numeric` names the columns of numbers, `labels` asks for names of IRIs. */
export function cellOf(row, name, { vocabulary, numeric, labels }) {
  const term = row[name];
  if (!term) return element("td");
  if (term.type === "uri") {
    return element("td", { className: "iri" }, linkOf(row, term.value, vocabulary, labels));
  }
  const number = numeric.has(name);
  const text = term.type === "bnode" ? `_:${term.value}` : number ? grouped(term.value) : term.value;
  const content = element("div", { className: "text", title: describe(term) }, text);
  content.addEventListener("click", () => content.classList.toggle("open"));
  return element("td", { className: number ? "number" : "" }, content);
}

/** A label that another cell of the row says already is not said twice. */
function linkOf(row, iri, vocabulary, labels) {
  const label = labels ? vocabulary.label(iri) : "";
  const said = Object.values(row).some((term) => term.type !== "uri" && term.value === label);
  const text = label && !said ? label : vocabulary.shortened(iri);
  const href = vocabulary.address(iri);
  if (!href) return element("span", { title: iri }, text);
  return element("a", { href, title: iri, target: "_blank", rel: "noopener noreferrer" }, text);
}

function describe(term) {
  if (term["xml:lang"]) return `${term.value} @${term["xml:lang"]}`;
  return term.datatype ? `${term.value} (${term.datatype.split(/[#/]/).pop()})` : term.value;
}
