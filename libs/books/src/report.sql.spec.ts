import { expect, it } from '@jest/globals';
import { wayOf } from '#libs/corrections/src/index.js';
import * as report from './report.sql.js';

it('a report knows journals by their kinds, and only by such as the books have', () => {
  const kinds = Object.values(report).flatMap((sql) => [...sql.matchAll(/'([a-z]+\.[a-z-]+)'/g)].map(([, kind]) => kind!));
  expect(kinds).toEqual(expect.arrayContaining(['invoice.spent', 'order.sent', 'tranche.received']));
  for (const kind of kinds) expect(wayOf({ kind, ref: {} })).toBeDefined();
}); // prettier-ignore
