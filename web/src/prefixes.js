/** Prefixes (前缀) that a query uses without declaring them are declared in it. */

// Comments, IRIs and strings: whichever begins first, so that the # in an IRI begins no comment.
const NOT_NAMES = /#[^\n]*|<[^>\s]*>|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g;
const USED = /(?<![\w?$:.-])([A-Za-z][\w-]*):/g;
const DECLARED = /\bPREFIX\s+([A-Za-z][\w-]*):/gi;

/** `{prefix: namespace}` of the known prefixes that a query uses and does not declare. */
function missing(query, prefixes) {
  const text = query.replace(NOT_NAMES, " ");
  const declared = new Set([...text.matchAll(DECLARED)].map(([, prefix]) => prefix));
  const used = new Set([...text.matchAll(USED)].map(([, prefix]) => prefix));
  const lacking = [...used].filter((prefix) => prefix in prefixes && !declared.has(prefix));
  return Object.fromEntries(lacking.map((prefix) => [prefix, prefixes[prefix]]));
}

export function withPrefixes(query, prefixes) {
  const lines = Object.entries(missing(query, prefixes)).map(
    ([prefix, iri]) => `PREFIX ${prefix}: <${iri}>\n`,
  );
  return lines.join("") + query;
}

/** Declare them in the editor whenever a query runs. */
export function declareUsedPrefixes(yasgui, prefixes) {
  yasgui.on("queryBefore", (_, tab) => {
    const lacking = missing(tab.getQuery(), prefixes);
    if (Object.keys(lacking).length) tab.getYasqe().addPrefixes(lacking);
  });
}
