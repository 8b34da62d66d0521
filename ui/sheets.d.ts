/** What ui/assets.py writes as sheets.js: each style sheet's path below ui/ and its text. */
export const SHEETS: Record<string, string>;
