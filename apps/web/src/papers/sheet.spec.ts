import { describe, expect, it } from '@jest/globals';
import { extractText, getDocumentProxy } from 'unpdf';
import { printable } from './printable.js';
import { Sheet } from './sheet.js';
import { INNER, PAPER } from './tagged-pdf.js';

describe('the letters of a paper', () => {
  it('write Romanian, Russian and English, and a twin for the two signs that they lack', () => {
    const plain = 'Șoldănești, țară, 20,50 €; «Ёлка» № 3 — ‘yes’… „da”';
    expect(printable(plain)).toBe(plain);
    expect(printable('r\u2011nul Orhei, 1\u202f000 lei')).toBe('r-nul Orhei, 1\u00a0000 lei');
    expect(printable('s\u0326')).toBe('\u0219');
  });

  it('say with a question mark what they cannot write, and never leave it out', () => {
    expect(printable('王 Li, שרה')).toBe('? Li, ???');
  });
});

describe('a sheet', () => {
  it('goes on to the next when its table is longer, and says of how many it is', async () => {
    const sheet = new Sheet({ title: 'Lung', lang: 'ro', line: 'Plai', at: new Date('2026-11-22T12:00:00Z') });
    const columns = [{ x: PAPER.edge, width: INNER }];
    sheet.title('Lung', { ...columns[0]!, y: PAPER.top }).table(() => {
      for (let n = 1; n <= 70; n += 1) sheet.row([`Rândul ${n}.`], columns);
    });
    const pdf = await getDocumentProxy(new Uint8Array(await sheet.bytes()));
    const { text } = await extractText(pdf);
    expect(text.length).toBeGreaterThan(1);
    expect(text.map((page, n) => page.includes(`${n + 1}/${text.length}`))).toEqual(text.map(() => true));
    const rows = Array.from({ length: 70 }, (_, n) => `Rândul ${n + 1}.`);
    expect(rows.filter((row) => !text.join(' ').includes(row))).toEqual([]);
  });

  it('lets what somebody wrote go on on the next, word by word and in its paragraphs, also a word without end', async () => {
    const sheet = new Sheet({ title: 'Poveste', lang: 'ro', line: 'Plai', at: new Date('2026-11-22T12:00:00Z') });
    const words = Array.from({ length: 1200 }, (_, n) => `cuvântul${n + 1}`);
    sheet
      .goTo(PAPER.top)
      .prose(`${words.slice(0, 900).join(' ')}\n\n${words.slice(900).join(' ')}\n`, { x: PAPER.edge, width: INNER });
    sheet.prose('Щ'.repeat(4000), { x: PAPER.edge, width: INNER });
    const pdf = await getDocumentProxy(new Uint8Array(await sheet.bytes()));
    const { text } = await extractText(pdf, { mergePages: true });
    expect(text.match(/cuvântul\d+/g)).toEqual(words);
    expect(text.match(/Щ/g)).toHaveLength(4000);
  });
});
