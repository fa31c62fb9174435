const EMAIL = /[^\s@"'<>(),;]+@[^\s@"'<>(),;]+/g;
const SECRET = /\b[\w-]{32,}(\.[\w-]{20,})?\b/g;

/** A text for a log without what it may quote: e-mail addresses, tokens, and values in quotes. */
export function withoutPersonalData(text: string): string {
  return text
    .replace(EMAIL, '[e-mail]')
    .replace(/"[^"]{3,}"|'[^']{3,}'/g, '"…"')
    .replace(SECRET, '[…]');
}
