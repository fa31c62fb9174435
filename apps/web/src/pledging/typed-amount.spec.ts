import fs from 'node:fs';
import vm from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { Money } from '#libs/kernel/src/index.js';
import { signsOf, typedAmount } from './typed-amount.js';

/** What the script of the running total reads, with the words of the page. */
function readByScript(text: string): bigint | null {
  let element: { new (): { dataset?: object; read(text: string): bigint | null } } | undefined;
  const customElements = { define: (_: string, made: typeof element) => (element = made) };
  const source = fs.readFileSync('apps/web/assets/elements/total.js', 'utf8');
  vm.runInNewContext(source, { customElements, HTMLElement: Object });
  return Object.assign(new element!(), { dataset: { signs: signsOf('EUR'), places: '2' } }).read(text);
}

describe('a sum as people type it', () => {
  it.each([
    ['50', '50.00'],
    ['50,25', '50.25'],
    ['1 000,50', '1000.50'],
    ['1,000.50', '1000.50'],
    ['1.000,50', '1000.50'],
    ['1,000,000', '1000000.00'],
    ['50 €', '50.00'],
    ['€50', '50.00'],
    ['50 eur', '50.00'],
  ])('%s is %s', (text, sum) => {
    const read = Money.parse(typedAmount(text, 'EUR'), 'EUR');
    expect([read.toString(), readByScript(text)]).toEqual([sum, read.minor]);
  });

  it.each(['1,000', '1.000', '50 $', '12,345,6', '1e3', '-5', '', '€'])('%s may mean something else', (text) => {
    expect(() => Money.parse(typedAmount(text, 'EUR'), 'EUR')).toThrow();
    expect(readByScript(text)).toBeNull();
  });
});
