import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openRoom, type Room } from '../../../test/support/room.js';
import { asSuperuser } from '../../../test/support/superuser.js';
import { paramTypes } from './finding.js';
import type { ParamType } from './finding-kinds.js';
import { AuditModule, CHECKS } from './index.js';

/** The types of PostgreSQL in which a column may come, by the type of the parameter. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  sum: ['jsonb'],
  number: ['int2', 'int4', 'int8'],
  moment: ['timestamptz'],
  day: ['date'],
};
const columnsOf = (type: ParamType) => (typeof type === 'string' ? COLUMNS[type] : undefined) ?? ['text', 'varchar'];

let room: Room;
beforeAll(async () => {
  room = await openRoom([AuditModule]);
});
afterAll(() => room.close());

it('every check answers with exactly the parameters of its kind, each in a type that its words can read', async () => {
  const answers = await asSuperuser(room, async (client) => {
    const { rows } = await client.query<{ oid: number; typname: string }>('select oid::int, typname from pg_type');
    const names = new Map(rows.map(({ oid, typname }) => [oid, typname]));
    const seen: [string, [string, string][]][] = [];
    for (const { kind, sql } of CHECKS) {
      const { fields } = await client.query(`select * from (${sql}) found limit 0`);
      seen.push([kind, fields.map(({ name, dataTypeID }) => [name, names.get(dataTypeID)!])]);
    }
    return seen;
  });
  for (const [n, [kind, columns]] of answers.entries()) {
    const types = paramTypes(CHECKS[n]!.kind);
    expect([kind, columns.map(([name]) => name).sort()]).toEqual([kind, ['subject', ...types.map(([name]) => name)].sort()]); // prettier-ignore
    for (const [name, type] of types)
      expect([kind, name, columnsOf(type)]).toEqual([kind, name, expect.arrayContaining([new Map(columns).get(name)])]);
  }
});
