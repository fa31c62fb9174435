import { PersonsService, StaffService } from '#libs/identity/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import type { Command } from './command.js';
import { inHouse } from './house.js';

/** Takes people onto the operator's staff: the first ones can come in no other way. */
export const createOperator: Command = {
  name: 'create-operator',
  about: 'EMAIL…: take people onto the operator’s staff; money needs at least two',
  async run(emails) {
    if (emails.length === 0) return 2;
    await inHouse(async (house) => {
      const [db, persons, staff] = [
        house.get(Database),
        house.get(PersonsService, { strict: false }),
        house.get(StaffService, { strict: false }),
      ];
      await db.transaction(async (tx) => {
        for (const email of emails) await staff.appoint(tx, await persons.ensure(tx, { email, lang: 'ro' }), null);
      });
    });
    return 0;
  },
};
