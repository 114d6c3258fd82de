/** The menu of questions (问题示例), Chinese first. */

import { button, element } from "./elements.js";

/** Fill `root`; `open(example)` is called with what is picked. */
export function drawMenu(root, examples, open) {
  const find = element("input", { type: "search", placeholder: "找一个问题…", ariaLabel: "找一个问题" });
  const wide = matchMedia("(min-width: 64rem)");
  const entries = examples.map((example) => {
    const pick = button("", () => {
      root.open = wide.matches;
      open(example);
    });
    pick.append(element("span", { lang: "zh-CN" }, example.zh), element("small", { lang: "en" }, example.en));
    pick.dataset.name = example.name;
    return element("li", {}, pick);
  });
  find.addEventListener("input", () => {
    const wanted = find.value.trim().toLowerCase();
    for (const entry of entries) entry.hidden = !entry.textContent.toLowerCase().includes(wanted);
  });
  root.append(find, element("ol", {}, ...entries));
  root.open = wide.matches;
}
