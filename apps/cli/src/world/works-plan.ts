import { newId } from '#libs/kernel/src/index.js';
import { lei } from './api.client.js';
import { inRomanian, type Texts } from './texts.js';
import type { Town } from './town.js';
import type { World } from './world.js';

/** A line of an estimate. Sums are bani. */
interface LinePlan {
  readonly name: Texts;
  readonly quantity: string;
  readonly unit: string;
  readonly unitPrice: bigint;
  /** How much of the quantity even the smallest version needs; '' is none. */
  readonly coreQuantity: string;
}

/** A payer beside the people. */
export interface SourcePlan {
  readonly kind: 'state' | 'town' | 'district' | 'partner';
  readonly name: Texts;
  readonly amount: bigint;
  readonly stage: 'promised' | 'authorised';
  readonly act: { readonly kind: string; readonly number: string; readonly date: string };
  /** Paid by the town that builds it together. */
  readonly partner?: boolean;
}

/** A paper of a project beside its estimate; one that is not public is for the reviewers. */
interface PaperPlan {
  readonly what: 'form' | 'council-decision' | 'technical-project';
  readonly title: Texts;
  readonly public: boolean;
}

/** Everything that a town hall writes about a project. */
export interface WorksPlan {
  readonly title: Texts;
  readonly summary: Texts;
  readonly why: Texts;
  readonly sector: string;
  readonly peopleServed: number;
  /** Its figures are invented. */
  readonly illustrative?: boolean;
  readonly lines: readonly LinePlan[];
  readonly sources: readonly SourcePlan[];
  readonly people: { readonly minimum: bigint; readonly optimum: bigint; readonly programmeEdition: string };
  /** The version that does only what is needed in any case. */
  readonly tier: { readonly name: Texts; readonly description: Texts };
  readonly model: 'all-or-nothing' | 'keep';
  readonly opensOn: string;
  readonly closesOn: string;
  readonly stages: readonly {
    readonly name: Texts;
    readonly plannedOn: string;
    readonly sharePercent: string;
    readonly evidence: Texts;
  }[];
  readonly maintenance: { readonly maintainer: Texts; readonly payer: Texts; readonly upkeep: bigint };
  readonly risks: Texts;
  readonly papers?: readonly PaperPlan[];
}

const ESTIMATE: Texts = { ro: 'Deviz general', ru: 'Общая смета', en: 'Full estimate' };

/** A project on Plai. */
export interface Works {
  readonly id: string;
  readonly town: Town;
  readonly plan: WorksPlan;
}

/** Writes a project's file section by section, as its mayor does, and sends it in; a partner is asked and agrees before. */
export async function sendProject(world: World, town: Town, plan: WorksPlan, partner?: Town): Promise<Works> {
  const id = newId();
  const { api } = town.mayor;
  await api.put(`/projects/${id}`, {
    townHallId: town.townHallId,
    placeCode: town.cast.placeCode,
    title: inRomanian(plan.title),
    lang: 'ro',
  });
  if (partner) await town.mayor.api.put(`/projects/${id}/partners/${partner.townHallId}`, {});
  const sections = sectionsOf({ town, partner }, plan, await papersOf(world, town, plan));
  for (const [section, data] of Object.entries(sections)) {
    // Creating the project has saved the place once already.
    const version = section === 'place' ? 1 : 0;
    await api.put(`/projects/${id}/sections/${section}`, { version, data });
  }
  if (partner) await agreed(id, partner, plan);
  await api.post(`/projects/${id}/submission`);
  return { id, town, plan };
}

/** Sends in the estimate and the other papers, each as a file of its own. */
async function papersOf(world: World, { mayor }: Town, { papers = [] }: WorksPlan): Promise<object[]> {
  const sent: object[] = [];
  for (const paper of [{ what: 'estimate', title: ESTIMATE, public: true }, ...papers]) {
    const { id: fileId } = await mayor.api.upload(world.paper, `${inRomanian(paper.title)}.pdf`);
    sent.push({ ...paper, fileId });
  }
  return sent;
}

/** The town hall that was asked agrees, by the decision that stands behind its share. */
async function agreed(id: string, { townHallId, mayor }: Town, plan: WorksPlan): Promise<void> {
  const { act, amount } = plan.sources.find(({ partner }) => partner)!;
  const said = { actNumber: act.number, actDate: act.date, share: lei(amount) };
  await mayor.api.post(`/projects/${id}/partners/${townHallId}/agreement`, said);
}

interface Towns {
  readonly town: Town;
  readonly partner: Town | undefined;
}

function sectionsOf({ town, partner }: Towns, plan: WorksPlan, papers: readonly object[]): Record<string, object> {
  const { title, summary, why, sector, peopleServed, illustrative } = plan;
  const { people, tier, model, opensOn, closesOn, maintenance, risks } = plan;
  const lines = plan.lines.map((line) => ({ id: newId(), ...line }));
  const without = lines.filter(({ quantity, coreQuantity }) => quantity !== coreQuantity).map(({ id }) => id);
  const milestones = plan.stages.map(({ name, plannedOn }) => ({ id: newId(), name, plannedOn }));
  const tranches = plan.stages.map(({ sharePercent, evidence }, index) => ({
    milestoneId: milestones[index]!.id,
    sharePercent,
    evidence,
  }));
  return {
    place: { placeCode: town.cast.placeCode, title, summary, why, sector, peopleServed, illustrative },
    budget: {
      lines: lines.map((line) => ({ ...line, unitPrice: lei(line.unitPrice), core: line.coreQuantity !== '' })),
    },
    funding: {
      programmeEdition: people.programmeEdition,
      sources: [
        ...plan.sources.map((source) => sourceOf(source, partner)),
        { kind: 'people', amount: lei(people.optimum) },
      ],
    },
    campaign: {
      ...{ model, opensOn, closesOn, bufferPercent: model === 'keep' ? '0' : '5' },
      minimum: lei(people.minimum),
      optimum: lei(people.optimum),
      tiers: [{ ...tier, without }],
    },
    stages: { milestones, tranches: tranches.filter(({ sharePercent }) => sharePercent !== '') },
    documents: { documents: papers, photosChecked: true },
    maintenance: {
      maintainer: maintenance.maintainer,
      maintenancePayer: maintenance.payer,
      upkeep: lei(maintenance.upkeep),
      risks,
    },
    association: { associationId: town.associationId },
  }; // prettier-ignore
}

function sourceOf({ kind, name, amount, stage, act, partner: of }: SourcePlan, partner: Town | undefined): object {
  const townHallId = of ? partner?.townHallId : undefined;
  return { kind, name, amount: lei(amount), stage, actKind: act.kind, actNo: act.number, actDate: act.date, townHallId };
} // prettier-ignore
