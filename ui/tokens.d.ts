/** What ui/assets.py writes as tokens.js: the colours of ui/theme.py that modules read, on light and on dark ground. */
export interface Tokens {
  background: string;
  classes: string[];
  negative: string;
  negative_soft: string;
  zero: string;
  positive_soft: string;
  positive: string;
}

export const TOKENS: { light: Tokens; dark: Tokens };
