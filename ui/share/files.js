/** Files for the visitor's disk: what they are called, and handing them over. */

/** Milliseconds for which a browser may take to fetch what it saves. */
const FETCHED = 10_000;
const MOST_LETTERS = 60;

/** "netsketch-loss-epoch-120.png". @param {(string|number)[]} words what the file holds @param {string} ending */
export function fileName(words, ending) {
  const stem = words
    .join(" ")
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\p{M}\u2060]/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, "-");
  const short = [...stem.replace(/^-/, "")].slice(0, MOST_LETTERS).join("").replace(/-$/, "");
  return `netsketch${short && "-"}${short}.${ending}`;
}

/** Hands a file to the visitor. @param {string} name @param {Blob|string} content @param {string} type of a text */
export function saveFile(name, content, type) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), FETCHED);
}
