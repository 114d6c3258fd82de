/** Prefixes (前缀) that a query uses and does not declare are declared when it runs. */

const NOT_NAMES = /#[^\n]*|<[^>\s]*>|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g; // comments, IRIs, strings
const PREFIX = /(?<![\w?$:.-])([A-Za-z][\w-]*):/g;

/** `{prefix: namespace}` of the known prefixes that stand in a query. */
export function usedPrefixes(query, prefixes) {
  // An IRI may hold a #: so IRIs and strings are taken out where they begin before it.
  const names = query.replace(NOT_NAMES, " ").matchAll(PREFIX);
  const used = [...new Set([...names].map(([, prefix]) => prefix))].filter((prefix) => prefix in prefixes);
  return Object.fromEntries(used.map((prefix) => [prefix, prefixes[prefix]]));
}

export function declareUsedPrefixes(yasgui, prefixes) {
  yasgui.on("queryBefore", (_, tab) => {
    const yasqe = tab.getYasqe();
    const used = usedPrefixes(yasqe.getValue(), prefixes);
    const declared = yasqe.getPrefixesFromQuery();
    const missing = Object.entries(used).filter(([prefix]) => !(prefix in declared));
    if (missing.length) yasqe.addPrefixes(Object.fromEntries(missing));
  });
}
