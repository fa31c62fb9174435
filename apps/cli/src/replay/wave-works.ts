import { type CivilDate, type Currency, Money } from '#libs/kernel/src/index.js';
import type { Words } from '../demo/words.data.js';
import { smallWork } from '../demo/works.data.js';
import type { Texts } from '../world/texts.js';
import type { SourcePlan, WorksPlan } from '../world/works-plan.js';
import { inLei } from './crowd.js';

/** What one project's co-funders bring past Plai, in bani: memorandum, never held. */
export interface Beside {
  readonly townHall: bigint;
  readonly grant: bigint;
}

// Town halls brought USD 127,000 to a wave of thirteen projects; each project had a grant of USD 15,000.
const TOWN_HALLS_USD = 127_000n;
const TOWN_HALLS = 13n;
const GRANT_USD = 15_000n;
const TOWN_HALL: Texts = { ro: 'Primăria', ru: 'Примэрия', en: 'Town hall' };
const GRANT: Texts = { ro: 'Grant (exemplu)', ru: 'Грант (пример)', en: 'Grant (an example)' };
const DEAREST_FINISH = 10n; // a tenth more than what is given is what the people are asked for
const LEAST = 100_000n;

/** What stands beside the people's gifts, project by project; the town halls' share is split evenly, to the ban. */
export function besideGifts(projects: number, rates: ReadonlyMap<Currency, string>): Beside[] {
  const lei = (usd: bigint, part = 1n, of = 1n) => inLei(Money.ofMinor((usd * 100n * part) / of, 'USD'), rates);
  const townHalls = Money.lei(lei(TOWN_HALLS_USD, BigInt(projects), TOWN_HALLS));
  const grant = lei(GRANT_USD);
  return townHalls
    .allocate(Array.from({ length: projects }, () => 1n))
    .map(({ minor: townHall }) => ({ townHall, grant }));
}

/** The plan of a project to which so much (bani) will be given; every third is all-or-nothing. */
export function waveWorks(
  day: (days: number) => CivilDate,
  { index, place, given, beside }: { index: number; place: string; given: bigint; beside: Beside },
): WorksPlan {
  const people = wholeLei(given + given / DEAREST_FINISH);
  const minimum = wholeLei((given * 6n) / 10n);
  const model = index % 3 === 2 ? 'all-or-nothing' : 'keep';
  const small = smallWork(day, wordsOf(place), { town: 0, people, minimum, model });
  const others = beside.townHall + beside.grant;
  const [core, ...finish] = small.lines;
  return {
    ...small,
    illustrative: true,
    lines: [{ ...core!, unitPrice: core!.unitPrice + others }, ...finish],
    sources: [
      source({ kind: 'town', name: TOWN_HALL, amount: beside.townHall }, 'council-decision', day(-10)),
      source({ kind: 'partner', name: GRANT, amount: beside.grant }, 'grant-agreement', day(-12)),
    ],
  };
}

function wholeLei(bani: bigint): number {
  return Number((bani < LEAST ? LEAST : bani) / 100n);
}

function source(
  payer: Pick<SourcePlan, 'kind' | 'name' | 'amount'>,
  kind: 'council-decision' | 'grant-agreement',
  date: CivilDate,
): SourcePlan {
  return { ...payer, stage: 'authorised', act: { kind, number: '4/2', date } };
}

function wordsOf(place: string): Words {
  return {
    title: { ro: `Lumină și apă, ${place}`, ru: `Свет и вода, ${place}`, en: `Light and water, ${place}` },
    summary: {
      ro: 'Exemplu: sumele și cifrele sunt inventate.',
      ru: 'Пример: суммы и цифры вымышлены.',
      en: 'An example: the sums and figures are invented.',
    },
    why: {
      ro: 'Strada e întunecată și fântânile seacă.',
      ru: 'На улице темно, а колодцы пересыхают.',
      en: 'The street is dark and the wells run dry.',
    },
    sector: 'lighting',
    peopleServed: 900,
  };
}
