import { newId } from '#libs/kernel/src/index.js';
import type { Texts } from './texts.js';
import type { Town } from './town.js';
import { eachOf, type World } from './world.js';

/** A point of an agenda; who stands for an office is found when it is called. */
export type Point =
  | { readonly kind: 'question'; readonly question: { readonly original: string } & Exclude<Texts, string> }
  | { readonly kind: 'officers'; readonly role: string; readonly years: number };

interface AssemblySeen {
  readonly state: string;
  readonly items: readonly { readonly voteId: string | null }[];
}

/** The president calls the members, who have seven days' notice at least; a plain member agrees to stand for what is to be elected. Gives the assembly's id. */
export async function callAssembly(
  { associationId, president, voters }: Town,
  agenda: readonly Point[],
): Promise<string> {
  const id = newId();
  // After the president and the inspector.
  const { api } = voters[2]!;
  const { id: candidate } = await api.get<{ id: string }>('/me');
  await president.api.put(`/bodies/${associationId}/assemblies/${id}`, {});
  for (const point of agenda) {
    const [at, election] = [`/assemblies/${id}/items/${newId()}`, point.kind === 'officers'];
    await president.api.put(at, election ? { ...point, candidate } : point);
    if (election) await api.put(`${at}/candidature`, { says: 'yes' });
  }
  await president.api.post(`/assemblies/${id}/call`, undefined);
  return id;
}

/** Those who may vote answer each point of an open assembly. */
export async function voteInAssembly(world: World, town: Town, id: string, choices: readonly string[]): Promise<void> {
  const { items } = await reach(world, town, id, 'open');
  await eachOf(town.voters, 4, async ({ api }, index) => {
    for (const { voteId } of items)
      await api.put(`/votes/${voteId}/ballot`, { choice: choices[index % choices.length] });
  });
}

/** President and inspector sign the minutes of an assembly whose votes are counted. */
export async function signMinutes(world: World, town: Town, id: string): Promise<void> {
  await reach(world, town, id, 'closed');
  for (const { api } of [town.president, town.inspector]) await api.put(`/assemblies/${id}/signature`, undefined);
}

function reach(world: World, { president }: Town, id: string, state: string): Promise<AssemblySeen> {
  return world.until(`the assembly ${state}`, async () => {
    const found = await president.api.get<AssemblySeen>(`/assemblies/${id}`);
    return found.state === state && found;
  });
}
