/** The SPARQL endpoint of this server (查询端点). */

export const ENDPOINT = new URL("sparql", document.baseURI).href;
const FORMS = "application/sparql-results+json, text/turtle;q=0.9";

/** The rows of a SELECT as `{variable: {type, value, …}}`; throws where it is not answered. */
export async function select(query) {
  const answer = await post(query);
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()).results.bindings;
}

/** The answer to a query; tables come as JSON, graphs as Turtle. */
export function post(query, signal) {
  const body = new URLSearchParams({ query });
  return fetch(ENDPOINT, { method: "POST", headers: { Accept: FORMS }, body, signal });
}
