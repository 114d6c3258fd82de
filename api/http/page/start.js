/** What both editors begin with: the data of the page, the vocabulary, the examples that can run. */

import { Vocabulary } from "./vocabulary.js";

export const FIRST_QUERY = `# 金额最大的十个项目。改一改，按 Ctrl+Enter 运行；“问题示例”里还有更多。
PREFIX jipu: <https://w3id.org/jipu/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?project ?name ?amount WHERE {
  ?project a jipu:Project ; rdfs:label ?name ; jipu:amount ?amount .
}
ORDER BY DESC(?amount)
LIMIT 10
`;

export async function start() {
  const answer = await fetch("query/data.json");
  if (!answer.ok) throw new Error(await answer.text());
  const { base, prefixes, examples } = await answer.json();
  const vocabulary = await Vocabulary.load(base, prefixes);
  const known = new Set(vocabulary.terms.map(({ name }) => name));
  return { vocabulary, examples: examples.filter(({ needs }) => !needs || known.has(needs)) };
}
