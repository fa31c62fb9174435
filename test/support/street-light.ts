import { type FileId, newId, type ProjectId } from '#libs/kernel/src/index.js';
import { Clock, Files } from '#libs/platform/src/index.js';
import { DraftsService, ReviewService, type Section, SECTIONS, SubmissionService, type Typed } from '#libs/projects/src/index.js'; // prettier-ignore
import type { Room } from './room.js';
import type { Town } from './town.js';

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n');

/** The edition of DAR 1+3 that the street light enters. */
export const DAR_2025 = '01890000-0000-7000-8000-00000da12025';

/** The illustrative street light of the field notes as a town hall would type it: 649,000 lei, 79,500 of them from people. */
export function streetLight(
  estimate: FileId,
  { opensOn = '2030-01-07', closesOn = '2030-02-15' } = {},
): Record<Section, Typed> {
  const line = (name: string, quantity: string, unit: string, unitPrice: string, coreQuantity = '') =>
    ({ id: newId(), name, quantity, unit, unitPrice, coreQuantity, core: 'on' }); // prettier-ignore
  const lines = [
    line('Corpuri de iluminat', '266', 'piece', '1150', '200'), line('Cablu', '13 300', 'm', '11,5'),
    line('Console', '266', 'piece', '190', '200'), line('Dulapuri', '4', 'piece', '14 500'),
    line('Montaj', '266', 'piece', '160', '200'), line('Proiect tehnic', '1', 'service', '18000'),
    line('Supraveghere tehnică', '1', 'service', '12000'), line('Rezervă', '1', 'set', '9050'),
  ]; // prettier-ignore
  const decision = { stage: 'authorised', actKind: 'council-decision', actNo: '7/3', actDate: '2029-09-18' };
  return {
    place: {
      ...{ title: 'Iluminat stradal LED', summary: 'Lumină pe 13,3 km de străzi', why: 'Seara nu se vede drumul.' },
      ...{ peopleServed: '3 200', sector: 'lighting' },
    },
    budget: { lines },
    funding: {
      programmeEdition: DAR_2025,
      sources: [
        { kind: 'state', name: 'Guvernul', amount: '250 000', stage: 'promised' },
        { kind: 'town', name: 'Primăria', amount: '130000', ...decision },
        { kind: 'partner', name: 'Raionul și firmele', amount: '189500,00', stage: 'promised' },
        { kind: 'people', amount: '79500' },
      ],
    },
    campaign: {
      ...{ model: 'all-or-nothing', minimum: '64900', optimum: '79 500', bufferPercent: '5', opensOn, closesOn },
      tiers: [{ name: 'Varianta mică', description: '200 de lămpi', without: [lines[0]!.id, lines[2]!.id, lines[4]!.id] }],
    },
    stages: stages(closesOn),
    documents: { documents: [{ fileId: estimate, what: 'estimate', title: 'Deviz general', public: 'on' }] },
    maintenance: { maintainer: 'Primăria', maintenancePayer: 'Bugetul local', upkeep: '24 000', risks: 'Preţul cablului.' },
    association: {},
  }; // prettier-ignore
}

/** Four stages and their tranches, 20, 45, 25 and 10 percent, in the year after the campaign. */
function stages(closesOn: string): Typed {
  const ids = [1, 2, 3, 4].map(() => newId<'Milestone'>());
  const month = (n: number) => `${Number(closesOn.slice(0, 4)) + 1}-0${n}-01`;
  const names = ['Decizia și contractul', 'Livrarea', 'Montajul', 'Recepția'];
  const shares = ['20', '45', '25', '10'];
  return {
    milestones: names.map((name, n) => ({ id: ids[n], name, plannedOn: month(n + 1) })),
    tranches: shares.map((sharePercent, n) => ({ milestoneId: ids[n], sharePercent, evidence: `Acte: ${names[n]}` })),
  };
}

/** What a test's draft is made of; `over` replaces fields of sections. */
export interface DraftWish {
  readonly association?: boolean;
  readonly over?: Partial<Record<Section, Typed>>;
  readonly opensOn?: string;
  readonly closesOn?: string;
}

/** A complete draft of the street light, typed by the town's mayor through the real services. */
export async function draftStreetLight(
  room: Room,
  town: Town,
  { association = true, over = {}, ...days }: DraftWish = {},
): Promise<ProjectId> {
  const drafts = room.get(DraftsService);
  const id = newId<'Project'>();
  const estimate = await room.get(Files).keep({ bytes: PDF, name: 'deviz.pdf', by: town.mayor });
  await drafts.create({ id, townHallId: town.townHallId, title: 'Iluminat stradal LED', lang: 'ro' }, town.mayor);
  const file = streetLight(estimate.id, days);
  const verifier = association ? { associationId: town.associationId } : { noAssociation: 'on' };
  for (const section of SECTIONS) {
    const typed = {
      ...file[section],
      ...(section === 'place' && { placeCode: town.placeCode }),
      ...(section === 'association' && verifier),
    };
    await drafts.save(id, section, { ...typed, ...over[section] }, town.mayor, section === 'place' ? 1 : 0);
  }
  return id;
}

/** The street light, endorsed by its association and published by two operators. */
export async function publishedStreetLight(room: Room, town: Town, wish: DraftWish = {}): Promise<ProjectId> {
  const id = await draftStreetLight(room, town, wish);
  const [submission, review] = [room.get(SubmissionService), room.get(ReviewService)];
  await submission.submit(id, town.mayor);
  await room.db.transaction(async (tx) =>
    submission.endorsed(tx, id, {
      associationId: town.associationId,
      accepted: true,
      voteId: newId(),
      openedAt: await room.get(Clock).now(tx),
    }),
  );
  await review.confirm(await review.recommend(id, town.operators[0]), town.operators[1]);
  return id;
}
