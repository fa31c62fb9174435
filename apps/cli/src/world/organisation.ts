import { newId } from '#libs/kernel/src/index.js';
import { calendar, today } from './dates.js';
import type { Town } from './town.js';
import type { World } from './world.js';

const TERM_DAYS = 730;
/** Its founding meeting, at which the statute was adopted and the first officers were chosen. */
const FOUNDED = -100;
const CHAPTERS = ['IT', 'DE'] as const;

/** How an association votes that has said only who settles a disagreement: half of the roll, five days, secretly. */
const USUAL = {
  ...{ quorumNum: 1, quorumDen: 2, majorityNum: 1, majorityDen: 2, strict: true },
  ...{ hours: 120, silence: 'refused', secret: true },
};

/** An association names, before it votes for the first time, who settles a disagreement. */
export async function nameArbiter({ associationId, president }: Town, arbiter: string): Promise<void> {
  await president.api.put(`/bodies/${associationId}/vote-rule`, { ...USUAL, arbiter });
}

/** An association sets itself in order: its statute, for how long its officers are elected, two groups abroad, one of which all have chosen. */
export async function organise(world: World, { associationId, president, voters }: Town): Promise<void> {
  const at = `/bodies/${associationId}`;
  const on = calendar(await today(world));
  const { id: file } = await president.api.upload(world.paper, 'statut.pdf');
  await president.api.put(`${at}/statutes/${newId()}`, { file, decision: '1', decidedOn: on(FOUNDED) });
  const { offices } = await president.api.get<{ offices: { membershipId: string; until: string | null }[] }>(
    `${at}/organisation`,
  );
  const term = { from: on(FOUNDED), until: on(FOUNDED + TERM_DAYS), decision: '2' };
  // Whom an assembly has elected has his term already.
  for (const { membershipId, until } of offices)
    if (!until) await president.api.put(`${at}/terms/${membershipId}`, term);
  const members = await president.api.list<{ personId: string; role: string }>(`${at}/members`);
  const people = members.filter(({ role }) => role === 'member');
  const chapters = CHAPTERS.map((country, n) => ({ id: newId(), country, coordinator: people[n]!.personId }));
  for (const { id, ...chapter } of chapters) await president.api.put(`${at}/chapters/${id}`, chapter);
  for (const { api } of voters) await api.put(`${at}/my-chapter`, { chapterId: chapters[0]!.id });
}
