import type { CivilDate } from '#libs/kernel/src/index.js';
import type { Texts } from '../world/texts.js';
import type { SourcePlan, WorksPlan } from '../world/works-plan.js';
import type { Words } from './words.data.js';

/** A day so many days from today. */
export type Day = (days: number) => CivilDate;
/** Lei in bani. */
export const lei = (whole: number, bani = 0) => BigInt(whole) * 100n + BigInt(bani);
/** A line of an estimate. */
export const line = (
  name: Texts,
  quantity: string,
  [unit, unitPrice]: readonly [string, bigint],
  coreQuantity = quantity,
) => ({
  name,
  quantity,
  unit,
  unitPrice,
  coreQuantity,
});

/** The sums of a smaller work, in lei, and its campaign. */
export interface SmallSums {
  readonly town: number;
  readonly people: number;
  readonly minimum: number;
  readonly model: WorksPlan['model'];
  readonly days?: readonly [opens: number, closes: number];
}

/** A smaller work with one payer beside the people; `days` from today to the campaign's first and last day. */
export function smallWork(
  day: Day,
  words: Words,
  { town, people, minimum, model, days = [8, 38] }: SmallSums,
): WorksPlan {
  const more = people - minimum;
  return {
    ...words,
    lines: [
      line({ ro: 'Lucrări de bază', ru: 'Основные работы', en: 'Main works' }, '1', ['set', lei(town + minimum)]),
      line({ ro: 'Lucrări de finisare', ru: 'Отделочные работы', en: 'Finishing works' }, '1', ['set', lei(more)], ''),
    ],
    sources: [
      source(
        { kind: 'town', name: { ro: 'Primăria', ru: 'Примэрия', en: 'Town hall' }, amount: lei(town) },
        { kind: 'council-decision', number: '4/2', date: day(-10) },
      ),
    ],
    people: { minimum: lei(minimum), optimum: lei(people), programmeEdition: '' },
    tier: {
      name: { ro: 'Varianta mică', ru: 'Малый вариант', en: 'The smaller version' },
      description: { ro: 'Numai lucrările de bază.', ru: 'Только основные работы.', en: 'The main works only.' },
    },
    model,
    opensOn: day(days[0]),
    closesOn: day(days[1]),
    stages: [
      {
        name: { ro: 'Contract și materiale', ru: 'Договор и материалы', en: 'Contract and materials' },
        plannedOn: day(days[1] + 25),
        sharePercent: '60',
        evidence: {
          ro: 'Contractul și documentul de livrare.',
          ru: 'Договор и накладная.',
          en: 'The contract and the delivery note.',
        },
      },
      {
        name: { ro: 'Lucrări și recepție', ru: 'Работы и приёмка', en: 'Works and acceptance' },
        plannedOn: day(days[1] + 70),
        sharePercent: '40',
        evidence: {
          ro: 'Proces-verbal de recepție și poze.',
          ru: 'Акт приёмки и фотографии.',
          en: 'The acceptance act and photos.',
        },
      },
    ],
    maintenance: {
      maintainer: { ro: 'Primăria', ru: 'Примэрия', en: 'Town hall' },
      payer: { ro: 'Bugetul local', ru: 'Местный бюджет', en: 'The local budget' },
      upkeep: lei(6000),
    },
    risks: {
      ro: 'Vremea poate amâna lucrările cu câteva săptămâni.',
      ru: 'Погода может задержать работы на несколько недель.',
      en: 'The weather may delay the works by a few weeks.',
    },
  };
}

/** A payer whose act is there. */
export function source(payer: Pick<SourcePlan, 'kind' | 'name' | 'amount'>, act: SourcePlan['act']): SourcePlan {
  return { ...payer, stage: 'authorised', act };
}
