import { expect, it } from '@jest/globals';
import { hasWords, sayIn } from '#libs/platform/src/index.js';
import { SHAPES } from '#libs/projects/src/index.js';
import { gapPlace } from './gap-place.js';

it.each([
  ['/why', 'text-missing', 'Why it is needed'],
  ['/lines/1/quantity', 'quantity-unreadable', 'Line 2, Quantity'],
  ['/sources/0/name', 'text-missing', 'Source 1, Name'],
  ['/tranches/1/milestoneId', 'tranche-milestone-missing', 'Tranche 2'],
  ['/sector', 'sector-missing', null],
  ['/lines', 'lines-missing', null],
])('says where %s is, when its words do not', (pointer, code, place) => {
  expect(gapPlace(sayIn('en'), { pointer, code })).toBe(place);
});

it('has a word for every field that can be unreadable', () => {
  const known: string[] = [];
  for (const { fields, tables = {} } of Object.values(SHAPES)) {
    const pointers = [
      ...fields.map((field) => `/${field}`),
      ...Object.entries(tables).flatMap(([table, { columns }]) =>
        columns.filter((column) => column !== 'id').map((column) => `/${table}/0/${column}`),
      ),
    ];
    for (const pointer of pointers) gapPlace((key) => (known.push(key), key), { pointer, code: 'text-missing' });
  }
  expect(known.filter((key) => !hasWords(key))).toEqual([]);
});
