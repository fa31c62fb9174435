import { describe, expect, it } from '@jest/globals';
import { normaliseEmail } from './email.js';

describe('an e-mail address', () => {
  it.each([
    ['  Maria@Exemplu.MD ', 'maria@exemplu.md'],
    ['maria\u200b@exemplu.md', 'maria@exemplu.md'],
    ["o'neill+plai@mail.example.co.uk", "o'neill+plai@mail.example.co.uk"],
    ['ion@poșta.md', 'ion@xn--pota-rxb.md'],
    ['ion@пошта.рф', 'ion@xn--80a1acn3a.xn--p1ai'],
    ['a@b.co', 'a@b.co'],
  ])('%j is kept as %s', (text, kept) => expect(normaliseEmail(text)).toBe(kept));

  it.each([
    '', '@', 'maria', 'maria@', '@exemplu.md', 'maria@exemplu', 'maria@@exemplu.md', 'ma ria@exemplu.md', 'maria@exem plu.md',
    '.maria@exemplu.md', 'maria.@exemplu.md', 'ma..ria@exemplu.md', 'maria@-exemplu.md', 'maria@exemplu-.md', 'мария@exemplu.md',
    'maria@exemplu.md\r\nBcc: all@exemplu.md', '<maria@exemplu.md>', 'maria@exemplu.md,ion@exemplu.md', '"maria"@exemplu.md',
    `${'m'.repeat(65)}@exemplu.md`, `m@${'e'.repeat(250)}.md`, 'maria@127.0.0.1', 'maria@[127.0.0.1]', 'x'.repeat(100_000),
  ])('refuses %j', (text) =>
    expect(() => normaliseEmail(text)).toThrow(
      expect.objectContaining({ kind: 'invalid', code: 'email', fields: [{ pointer: '/email', code: 'email' }] }),
    ),
  ); // prettier-ignore
});
