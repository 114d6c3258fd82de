/** Prefixes, terms and labels: how IRIs are shown, linked and completed. */

import { select } from "./endpoint.js";

// Ours have labels; those of other vocabularies are the ones that the shapes or VoID name.
const TERMS = `SELECT ?term (SAMPLE(?z) AS ?zh) (SAMPLE(?e) AS ?en) WHERE {
  { GRAPH <https://w3id.org/jipu/ontology> { ?term rdfs:isDefinedBy|skos:inScheme ?whole } }
  UNION { SELECT DISTINCT ?term { GRAPH <https://w3id.org/jipu/ontology> { ?s ?term ?o } } }
  UNION { ?part sh:path|sh:class|sh:targetClass|void:property|void:class ?term }
  FILTER(ISIRI(?term))
  OPTIONAL { ?term rdfs:label|skos:prefLabel ?z FILTER(LANG(?z) = "zh") }
  OPTIONAL { ?term rdfs:label|skos:prefLabel ?e FILTER(LANG(?e) = "en") }
} GROUP BY ?term`;
const SEVERAL = (iris) => `SELECT ?iri (SAMPLE(?l) AS ?label) WHERE {
  VALUES ?iri { ${iris.map((iri) => `<${iri}>`).join(" ")} }
  ?iri rdfs:label|skos:prefLabel ?l FILTER(LANG(?l) IN ("", "zh"))
} GROUP BY ?iri`;
const WRITABLE = /^[^\x00-\x20<>"{}|\\^`]+$/; // what may stand between < and > in SPARQL
const LOCAL_NAME = /^[\p{L}\p{N}_]([\p{L}\p{N}_.-]*[\p{L}\p{N}_-])?$/u;

export class Vocabulary {
  #labels = new Map();

  /** `base` begins the IRIs that this server answers; `prefixes` are namespaces by prefix. */
  constructor(base, prefixes, terms) {
    this.base = base;
    this.prefixes = prefixes;
    this.terms = terms;
    for (const { iri, zh, en } of terms) this.#labels.set(iri, zh || en);
  }

  static async load(base, prefixes) {
    const rows = await select(TERMS);
    const vocabulary = new Vocabulary(base, prefixes, []);
    const terms = rows
      .map(({ term, zh, en }) => ({
        iri: term.value,
        name: vocabulary.prefixed(term.value),
        zh: zh?.value ?? "",
        en: en?.value ?? "",
      }))
      .filter(({ name }) => name !== null)
      .sort((one, other) => (one.name < other.name ? -1 : 1));
    return new Vocabulary(base, prefixes, terms);
  }

  /** `jipu:amount` for an IRI, or null where no prefix fits. */
  prefixed(iri) {
    for (const [prefix, namespace] of Object.entries(this.prefixes)) {
      const local = iri.startsWith(namespace) ? iri.slice(namespace.length) : "";
      if (LOCAL_NAME.test(local)) return `${prefix}:${local}`;
    }
    return null;
  }

  /** What stands for an IRI in little room. */
  shortened(iri) {
    if (this.prefixed(iri)) return this.prefixed(iri);
    return iri.startsWith(this.base) ? iri.slice(this.base.length) : iri;
  }

  /** Where an IRI leads: to this server where it answers for it, null where links are unsafe. */
  address(iri) {
    if (iri.startsWith(this.base)) return new URL(iri.slice(this.base.length), document.baseURI).href;
    return /^https?:\/\//i.test(iri) ? iri : null;
  }

  /** The label of an IRI, as far as it is known. */
  label(iri) {
    return this.#labels.get(iri) ?? "";
  }

  /** Ask for the labels of those IRIs that have not been asked for; how many were found. */
  async learn(iris) {
    const unknown = [...new Set(iris)].filter((iri) => !this.#labels.has(iri) && WRITABLE.test(iri));
    if (!unknown.length) return 0;
    const found = await select(SEVERAL(unknown));
    for (const iri of unknown) this.#labels.set(iri, "");
    for (const { iri, label } of found) this.#labels.set(iri.value, label.value);
    return found.length;
  }

  /** Terms in whose name or labels the text stands, those that begin with it first. */
  matching(text) {
    const wanted = text.toLowerCase();
    const rank = ({ name, zh, en }) => {
      const local = name.slice(name.indexOf(":") + 1).toLowerCase();
      const [full, english] = [name.toLowerCase(), en.toLowerCase()];
      if (full.startsWith(wanted) || local.startsWith(wanted) || zh.startsWith(wanted)) return 0;
      if (english.startsWith(wanted)) return 1;
      return [full, zh, english].some((known) => known.includes(wanted)) ? 2 : 3;
    };
    const ranked = this.terms.map((term) => [rank(term), term]).filter(([place]) => place < 3);
    return ranked.sort(([one], [other]) => one - other).map(([, term]) => term);
  }
}
