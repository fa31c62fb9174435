import { DEMO_PEOPLE, PersonsService, StaffService } from '#libs/identity/src/index.js';
import { Clock, Database } from '#libs/platform/src/index.js';
import { HistoryService } from '#libs/projects/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import type { Command } from './command.js';
import { playDemo } from './demo/story.js';
import { inHouse } from './house.js';
import { placeOf } from './place.js';

const STORY_DAYS = 200;

/** Loads the demonstration into an empty installation: what no page can do by services, all else through the public API. */
export const demo: Command = {
  name: 'demo',
  about: 'load the demonstration into an empty installation that runs (npm start does it)',
  async run() {
    if (!(await prepare())) return 0;
    console.log('Loading the demonstration: five towns and their story. This takes a minute, once.');
    await playDemo(placeOf(process.env), STORY_DAYS);
    await address();
    return 0;
  },
};

/** How the cast is addressed, where the words need to know. */
async function address(): Promise<void> {
  await inHouse(async (house) => {
    const [db, persons] = [house.get(Database, { strict: false }), house.get(PersonsService, { strict: false })];
    for (const { email, name, gender } of DEMO_PEOPLE) {
      const id = await db.transaction((tx) => persons.ensure(tx, { email, name, lang: 'ro' }));
      const [card] = await persons.cards([id]);
      await persons.rename(id, { name, gender, lang: card!.lang });
    }
  });
}

/** Rates, reported history, the two operators. False when anything is there already. */
async function prepare(): Promise<boolean> {
  return inHouse(async (house) => {
    const get = <T>(type: abstract new (...args: never[]) => T) => house.get<T>(type, { strict: false });
    const db = get(Database);
    if ((await db.rows('select 1 from identity.person limit 1')).length > 0) return false;
    await get(RatesService).loadShipped();
    await get(HistoryService).load();
    await get(Clock).setBack(STORY_DAYS * 86_400_000);
    const people = DEMO_PEOPLE.filter(({ part }) => part.endsWith('operator'));
    await db.transaction(async (tx) => {
      for (const { email, name } of people) {
        const id = await get(PersonsService).ensure(tx, { email, name, lang: 'ro' });
        await get(StaffService).appoint(tx, id, null);
      }
    });
    return true;
  });
}
