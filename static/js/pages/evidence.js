// Words marked in the article become the evidence of the next correction. Offsets count characters
// (code points) of the article's text, as everywhere in the product.

const length = (text) => [...text].length;

function offset(paragraph, node, place) {
  const range = document.createRange();
  range.setStart(paragraph, 0);
  range.setEnd(node, place);
  return Number(paragraph.dataset.start) + length(range.toString());
}

export function marked() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const element = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
  const article = element(range.commonAncestorContainer)?.closest("[data-article]");
  const first = element(range.startContainer)?.closest("p[data-start]");
  const last = element(range.endContainer)?.closest("p[data-start]");
  if (!article || !first || !last) return null;
  const start = offset(first, range.startContainer, range.startOffset);
  const end = offset(last, range.endContainer, range.endOffset);
  if (end <= start) return null;
  return { article: Number(article.dataset.article), start, end, words: selection.toString().trim() };
}

export function attach(form, evidence) {
  const note = form.querySelector("[data-evidence]");
  const input = form.elements.namedItem("evidence");
  if (!note || !input || !evidence) return;
  const { words, ...span } = evidence;
  input.value = JSON.stringify([span]);
  note.querySelector("[data-evidence-words]").textContent = words.length > 160 ? `${words.slice(0, 158)} …` : words;
  note.hidden = false;
  note.querySelector("[data-evidence-drop]").addEventListener("click", () => { input.value = ""; note.hidden = true; });
}
