import fs from 'node:fs';
import vm from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Currency, DECIMALS, Money, signsOf, typedMoney } from '#libs/kernel/src/index.js';

const source = fs.readFileSync('apps/web/assets/elements/total.js', 'utf8');

/** What the script of the running total reads, with the words of the page. */
function readByScript(text: string, currency: Currency): bigint | null {
  let element: { new (): { dataset?: object; read(text: string): bigint | null } } | undefined;
  const customElements = { define: (_: string, made: typeof element) => (element = made) };
  vm.runInNewContext(source, { customElements, HTMLElement: Object });
  const dataset = { signs: signsOf(currency), places: String(DECIMALS[currency]) };
  return Object.assign(new element!(), { dataset }).read(text);
}

/** The running total of a form as it is opened with a sum: its box and its button. */
function totalOf(typed: string, { refused = false, own = {} } = {}) {
  let element: { new (): object & { connectedCallback?(): void } } | undefined;
  const customElements = { define: (_: string, made: typeof element) => (element = made) };
  vm.runInNewContext(source, { customElements, HTMLElement: Object, document: { documentElement: { lang: 'ro' } } });
  const [total, go] = [{ hidden: true }, { textContent: 'Mai departe' }];
  const elements = { other: { value: typed, hasAttribute: () => refused }, amount: { value: '' } };
  const form = { elements, addEventListener: () => undefined, querySelectorAll: (css: string) => (css === '[data-t=go]' ? [go] : []) }; // prettier-ignore
  const dataset = { signs: signsOf('EUR'), places: '2', step: '1', bp: '150', fixed: '25', rate: '19.62', group: ' ', point: ',', money: '# €', lei: '{}', go: 'Plătește #', next: 'Mai departe', ...own }; // prettier-ignore
  const made = Object.assign(new element!(), { dataset, closest: () => form, querySelector: (css: string) => (css === '.total' ? total : go) }); // prettier-ignore
  made.connectedCallback!();
  return { total, go };
}

function readByServer(text: string, currency: Currency): bigint | null {
  try {
    return typedMoney(text, currency).minor;
  } catch {
    return null;
  }
}

describe('the running total', () => {
  const currencies = fc.constantFrom<Currency>('EUR', 'MDL', 'JPY', 'KWD', 'RUB');

  it('reads sums as the server does', () => {
    const text = fc.string({ unit: fc.constantFrom(..."00123456789.,- \u00a0\u202f'’\u200e€$", ' lei', 'EUR'), maxLength: 12 }); // prettier-ignore
    const near = fc.tuple(fc.stringMatching(/^(€|EUR |KD)?[1-9]\d{0,3}([ ,.']\d{3}){0,2}([.,]\d{1,4})?( €| lei|円)?$/));
    fc.assert(
      fc.property(fc.oneof(text, near), currencies, (typed, currency) => {
        const one = String(typed);
        expect(readByScript(one, currency)).toBe(readByServer(one, currency));
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ['0', true],
    ['', true],
    ['o sută', true],
    ['40', false],
  ])('of "%s" is hidden: %s, and the button goes on without it', (typed, hidden) => {
    const { total, go } = totalOf(typed);
    expect([total.hidden, go.textContent]).toEqual([hidden, hidden ? 'Mai departe' : 'Plătește 40,00 €']);
  });

  it.each([
    ['1', 'Plătește 1\u00a0leu'],
    ['7', 'Plătește 7\u00a0lei'],
    ['100', 'Plătește 100\u00a0de\u00a0lei'],
    ['1500,50', 'Plătește 1 500,50\u00a0lei'],
  ])('of %s lei is written as the server writes it', (typed, words) => {
    const own = { signs: signsOf('MDL'), rate: '1', money: '# leu', lei: '{"one":"leu","few":"lei","other":"lei"}', whole: '{"one":"leu","few":"lei","other":"de\u00a0lei"}' }; // prettier-ignore
    expect(totalOf(typed, { own }).go.textContent).toBe(words);
  });

  it('is not counted for a sum that the server has refused', () => {
    expect(totalOf('40', { refused: true }).total.hidden).toBe(true);
  });

  it('reads the tiles, which are decimal texts', () => {
    for (const currency of ['EUR', 'JPY', 'KWD'] as const)
      expect(readByScript(Money.ofMinor(25_000n, currency).toString(), currency)).toBe(25_000n);
  });
});
