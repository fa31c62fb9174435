import { newId } from '#libs/kernel/src/index.js';
import { calendar, today } from './dates.js';
import type { Town } from './town.js';
import type { World } from './world.js';

const TERM_DAYS = 730;
const CHAPTERS = ['IT', 'DE'] as const;

/** An association sets itself in order: its statute, for how long its officers are elected, two groups abroad, one of which all have chosen. */
export async function organise(world: World, { associationId, president, voters }: Town): Promise<void> {
  const at = `/bodies/${associationId}`;
  const on = calendar(await today(world));
  const { id: file } = await president.api.upload(world.paper, 'statut.pdf');
  await president.api.put(`${at}/statutes/${newId()}`, { file, decision: '1', decidedOn: on(-1) });
  const { offices } = await president.api.get<{ offices: { membershipId: string; decision: string | null }[] }>(`${at}/organisation`); // prettier-ignore
  const term = { from: on(-1), until: on(TERM_DAYS), decision: '2' };
  // Whoever an assembly has elected has his term from it.
  for (const { membershipId, decision } of offices)
    if (decision === null) await president.api.put(`${at}/terms/${membershipId}`, term);
  const members = await president.api.list<{ personId: string; role: string }>(`${at}/members`);
  const people = members.filter(({ role }) => role === 'member');
  const chapters = CHAPTERS.map((country, n) => ({ id: newId(), country, coordinator: people[n]!.personId }));
  for (const { id, ...chapter } of chapters) await president.api.put(`${at}/chapters/${id}`, chapter);
  for (const { api } of voters) await api.put(`${at}/my-chapter`, { chapterId: chapters[0]!.id });
}
