import { newId } from '#libs/kernel/src/index.js';
import type { Town } from './town.js';
import type { Actor, World } from './world.js';
import { BRIDGE } from '../demo/votes.data.js';
import { NEEDS, NEIGHBOURS, OFFERS, OPTIONS, PARTS } from '../demo/board.data.js';

/** People join a town and fill its board; the town hall answers some of it, prices four things, and sees that two are one. Gives who joined. */
export async function fillBoard(world: World, town: Town): Promise<Actor[]> {
  const { placeCode, domain } = town.cast;
  const people: Actor[] = [];
  for (const [n, name] of NEIGHBOURS.entries()) {
    const actor = await world.signIn(`locuitor${n + 1}@${domain}`, name);
    const roll = n % 3 === 2 ? 'native' : 'resident';
    await actor.api.put(`/places/${placeCode}/neighbours/me`, { roll, part: PARTS[n % PARTS.length] });
    people.push(actor);
  }
  // One of them comes again under another address: two people look whether they are one.
  const again = await world.signIn(`telefon-locuitor1@${domain}`, NEIGHBOURS[0]);
  await again.api.put(`/places/${placeCode}/neighbours/me`, { roll: 'resident', part: PARTS[0] });
  const ids = new Map(NEEDS.map(({ key }) => [key, newId()]));
  for (const [n, { key, lang, title, why, part, support }] of NEEDS.entries()) {
    const id = ids.get(key)!;
    const turn = (step: number) => people[(n * 2 + step) % people.length]!;
    await turn(0).api.put(`/places/${placeCode}/needs/${id}`, { lang, title, why, part });
    for (let step = 1; step <= support; step += 1) await turn(step).api.put(`/town-needs/${id}/support`, undefined);
  }
  for (const { of, by, ...help } of OFFERS)
    await people[by]!.api.put(`/town-needs/${ids.get(of)!}/offers/${newId()}`, help);
  await answer(town, ids);
  return people;
}

async function answer({ mayor, cast }: Town, ids: ReadonlyMap<string, string>): Promise<void> {
  for (const { key, same, answer: said } of NEEDS) {
    const path = `/town-needs/${ids.get(key)!}`;
    if (same) await mayor.api.put(`${path}/same`, { into: ids.get(same)! });
    if (said) await mayor.api.put(`${path}/answers/${newId()}`, { ...said, lang: 'ro' });
  }
  for (const { of, ...option } of [...OPTIONS, BRIDGE]) {
    const body = { ...option, lang: 'ro', needs: [ids.get(of)!] };
    await mayor.api.put(`/places/${cast.placeCode}/options/${newId()}`, body);
  }
}
