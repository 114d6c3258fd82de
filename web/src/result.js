/** The rows of an answer as the server sent them. */

const known = new WeakMap(); // an answer may be long: it is read once

/** `{vars, rows}` of what YASGUI holds; of a graph its triples, without columns where there are none. */
export function resultOf(results) {
  if (!results) return { vars: [], rows: [] };
  if (!known.has(results)) known.set(results, read(results));
  return known.get(results);
}

function read(results) {
  // YASGUI's own rows have {{…}} in texts filled in from other columns.
  if (results.getType() !== "json") return { vars: results.getVariables(), rows: results.getBindings() };
  const told = JSON.parse(results.getOriginalResponseAsString());
  return { vars: told.head.vars ?? [], rows: told.results?.bindings ?? [] };
}
