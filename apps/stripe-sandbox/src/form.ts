/** What a form-encoded body or query decodes to: text, or a map of further values (arrays are maps with numbers as keys). */
export type Raw = string | RawMap;
/** Maps, not objects: a key like `__proto__` is a key like any other. */
export type RawMap = Map<string, Raw>;

const KEY = /^([^[\]]+)((?:\[[^[\]]*\])*)$/;

/** Decodes `a[b][0]=c&d=e` as the SDK writes it; a later value of the same key wins. */
export function decodeForm(text: string): RawMap {
  const root: RawMap = new Map();
  for (const [key, value] of new URLSearchParams(text)) place(root, pathOf(key), value);
  return root;
}

function pathOf(key: string): string[] {
  const parts = KEY.exec(key);
  if (!parts) return [key];
  const inner = [...(parts[2] ?? '').matchAll(/\[([^[\]]*)\]/g)].map((match) => match[1] ?? '');
  return [parts[1] ?? key, ...inner];
}

function place(root: RawMap, path: string[], value: string): void {
  let at = root;
  path.forEach((part, index) => {
    const key = part === '' ? String(at.size) : part;
    if (index === path.length - 1) {
      at.set(key, value);
      return;
    }
    const next = at.get(key);
    if (next instanceof Map) {
      at = next;
      return;
    }
    const made: RawMap = new Map();
    at.set(key, made);
    at = made;
  });
}

/** The same text for the same parameters, whatever their order: what the idempotency store compares. */
export function canonical(raw: Raw): string {
  if (typeof raw === 'string') return JSON.stringify(raw);
  const keys = [...raw.keys()].sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(raw.get(key) ?? '')}`).join(',')}}`;
}
