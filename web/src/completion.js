/** Completion (补全) in the editor: our prefixes, and the terms by name and by Chinese or English label. */

const WORD = /[\p{L}\p{N}_:-]+$/u;
const BREAKS = /["'#<?$]/; // in front of a word: it is a text, a comment, an IRI or a variable
const MOST = 60;

export function completeWith(Yasqe, vocabulary) {
  const declarations = Object.entries(vocabulary.prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`);
  // YASGUI's list is the one of prefix.cc, and it remembers the list in the browser.
  Yasqe.forkAutocompleter("prefixes", { name: "jipu-prefixes", get: declarations, persistenceId: null });
  Yasqe.registerAutocompleter(termCompleter(vocabulary));
  Yasqe.defaults.autocompleters = ["variables", "jipu-prefixes", "jipu-terms"];
}

function termCompleter(vocabulary) {
  const byName = new Map(vocabulary.terms.map((term) => [term.name, term]));
  return {
    name: "jipu-terms",
    bulk: false,
    autoShow: true,
    isValidCompletionPosition: (yasqe) => wordAt(yasqe) !== null,
    preProcessToken: (yasqe, token) => {
      const { word, line, start, end } = wordAt(yasqe) ?? { word: "" };
      return {
        ...token,
        string: word,
        autocompletionString: word,
        from: { line, ch: start },
        to: { line, ch: end },
      };
    },
    get: (_, { autocompletionString: word }) => matching(vocabulary, word),
    postprocessHints: (_, hints) =>
      hints.map((hint) => ({ ...hint, render: (node) => draw(node, byName.get(hint.text)) })),
  };
}

/** The word before the cursor, or null where no term may stand. */
function wordAt(yasqe) {
  const { line, ch: end } = yasqe.getDoc().getCursor();
  const before = yasqe.getDoc().getLine(line).slice(0, end);
  const [word] = WORD.exec(before) ?? [""];
  const start = end - word.length;
  const type = yasqe.getTokenAt({ line, ch: end }).type;
  if (!word || BREAKS.test(before[start - 1] ?? "") || ["string", "comment"].includes(type)) return null;
  return /^\s*prefix\b/i.test(before) ? null : { word, line, start, end };
}

function matching(vocabulary, word) {
  if (!word) return [];
  const names = vocabulary.matching(word).map(({ name }) => name);
  return names[0] === word && names.length === 1 ? [] : names.slice(0, MOST);
}

function draw(node, { name, zh, en }) {
  const label = document.createElement("span");
  label.className = "term-label";
  label.textContent = [zh, en].filter(Boolean).join(" · ");
  node.append(name, label);
}
