import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CivilDate, type Id, Money, newId, type TrancheId } from '#libs/kernel/src/index.js';
import type { Edition } from '#libs/programmes/src/index.js';
import { LANGS } from '#libs/platform/src/index.js';
import { cliffOf } from './eligibility.js';
import { type Gap, gapWords } from './gap.js';
import { coreOf, leverageOf, minimumOf, othersOf, thresholdOf, tierOf, totalOf } from './plan.sums.js';
import { checkProject } from './project.checker.js';
import { Project } from './project.entity.js';
import type { BudgetLine, ProjectPlan } from './project.plan.js';
import { amountOf, parseQuantity } from './quantity.js';

const text = { original: 'ro', ro: 'Iluminat stradal' } as const;
const lei = (amount: string) => Money.parse(amount, 'MDL');
const day = (date: string) => date as CivilDate;
const id = <T extends string>() => newId<T>();

function line(quantity: string, price: string, core = quantity): BudgetLine {
  const amount = (of: string) => amountOf(parseQuantity(of)!, lei(price));
  return {
    ...{ id: id<'BudgetLine'>(), name: text, quantity, unit: 'piece', unitPrice: lei(price), coreQuantity: core },
    ...{ amount: amount(quantity), core: amount(core) },
  };
}

/** The rules of DAR 1+3 in 2025. */
const DAR: Edition = {
  ...{ id: id<'Edition'>(), programme: 'dar-1-3', title: text, year: 2025, state: 'published', example: false },
  ...{ lead: 'town', currency: 'MDL', papers: [], reports: [], opensOn: null, closesOn: null, source: { title: 'DAR', url: null, on: '2025' } },
  conditions: [
    { kind: 'total-at-least', amount: lei('300000') },
    { kind: 'share-at-most', party: 'state', bp: 5000 },
    { kind: 'amount-at-most', party: 'state', amount: lei('350000') },
    { kind: 'share-at-least', party: 'town', bp: 1000 },
    { kind: 'share-at-least', party: 'people', bp: 1000 },
  ],
}; // prettier-ignore

/** The worked example of the field notes: 13.3 km of street light, 649,000 lei. */
function example(): ProjectPlan {
  const project = Object.assign(new Project(), {
    ...{ state: 'draft', lang: 'ro', title: text, summary: text, why: text, peopleServed: 3200, sector: 'lighting' },
    ...{ maintainer: text, maintenancePayer: text, risks: text, floorBp: 1000 },
    ...{ photosChecked: true, associationId: id<'Body'>(), noAssociation: false },
  });
  const act = { kind: 'council-decision', number: '7/3', date: day('2026-09-18'), file: null } as const;
  const source = (kind: 'state' | 'town' | 'partner', amount: string) =>
    ({
      id: id<'FundingSource'>(),
      kind,
      name: text,
      amount: lei(amount),
      stage: 'authorised',
      act,
      townHallId: null,
    }) as const;
  const [first, second] = [id<'Milestone'>(), id<'Milestone'>()];
  const milestone = (of: Id<'Milestone'>, plannedOn: string) =>
    ({ id: of, name: text, plannedOn: day(plannedOn), expectedOn: null, delayReason: null, metOn: null }) as const;
  const tranche = (number: number, milestoneId: Id<'Milestone'>, shareBp: number) =>
    ({ id: id<'Tranche'>() as TrancheId, number, milestoneId, shareBp, evidence: text }) as const;
  const lines = [
    line('266', '1150', '200'), line('13300', '11.5'), line('266', '190', '200'), line('4', '14500'),
    line('266', '160', '200'), line('1', '18000'), line('1', '12000'), line('1', '9050'),
  ]; // prettier-ignore
  return {
    project,
    lines,
    sources: [
      source('state', '250000'),
      source('town', '130000'),
      source('partner', '189500'),
      {
        id: id<'FundingSource'>(),
        kind: 'people',
        name: null,
        amount: lei('79500'),
        stage: 'promised',
        act: null,
        townHallId: null,
      },
    ],
    tiers: [tierOf({ id: id<'ScopeTier'>(), name: text, description: text, without: [lines[0]!.id] }, lines)],
    milestones: [milestone(first, '2027-03-01'), milestone(second, '2027-06-01')],
    tranches: [tranche(1, first, 2000), tranche(2, first, 4500), tranche(3, second, 2500), tranche(4, second, 1000)],
    documents: [{ fileId: id<'File'>(), what: 'estimate', title: text, public: true }],
    photos: [{ fileId: id<'File'>(), caption: null }],
    campaign: {
      ...{ model: 'all-or-nothing', minimum: lei('64900'), optimum: lei('79500'), bufferBp: 500 },
      ...{ extendAtBp: 6000, extendDays: 14, extendedFrom: null },
      ...{ opensOn: day('2027-01-04'), closesOn: day('2027-02-02') },
      ...{ openedAt: null, closesAt: null, closedAt: null, outcome: null, built: null },
    },
    programme: { edition: DAR, rate: null, open: true },
    late: null,
  };
}

const codes = (plan: ProjectPlan) => checkProject(plan).map(({ pointer, code }) => `${pointer} ${code}`);
const withProject = (plan: ProjectPlan, over: Partial<Project>): ProjectPlan => ({
  ...plan,
  project: Object.assign(new Project(), plan.project, over),
});

describe('the checker', () => {
  it('passes the worked example, to the ban', () => {
    const plan = example();
    expect(checkProject(plan)).toEqual([]);
    expect(totalOf(plan).toString()).toBe('649000.00');
    expect(othersOf(plan).toString()).toBe('569500.00');
    expect(minimumOf(plan).toString()).toBe('64900.00'); // the programme's tenth is more than the 3,600 that the small version lacks
    expect(leverageOf(plan)).toBe(716);
    expect(thresholdOf({ minimum: lei('64900'), bufferBp: 500 }).toString()).toBe('68145.00');
  });

  it('knows what falls below the programme’s floor: the money of whom its rules limit', () => {
    const plan = example();
    expect(cliffOf(plan)).toEqual({ floor: lei('64900'), bp: 1000, falls: lei('250000') });
    expect(cliffOf({ ...plan, sources: plan.sources.filter(({ kind }) => kind !== 'state') })).toBeNull();
    expect(cliffOf({ ...plan, programme: null })).toBeNull();
  });

  it('takes what the smallest tier lacks when that is more than the floor, and the whole work without tiers', () => {
    const plan = example();
    expect(minimumOf({ ...plan, tiers: [{ ...plan.tiers[0]!, amount: lei('640000') }] }).toString()).toBe('70500.00');
    expect(minimumOf(withProject({ ...plan, tiers: [] }, { floorBp: null })).toString()).toBe('79500.00');
    expect(minimumOf(withProject(plan, { floorBp: 1 })).toString()).toBe('3600.00');
    const odd = withProject({ ...plan, lines: [line('1', '0.03')], sources: [], tiers: [] }, { floorBp: 3333 });
    expect(minimumOf(odd).toString()).toBe('0.03');
  });

  const changed: [string, (plan: ProjectPlan) => ProjectPlan, string[]][] = [
    ['a ban too little', (p) => ({ ...p, lines: [...p.lines, line('1', '0.01')] }), ['/sources sources-short', '/minimum minimum-differs']],
    ['a ban too much', (p) => ({ ...p, sources: p.sources.map((s) => (s.kind === 'town' ? { ...s, amount: lei('130000.01') } : s)) }), ['/sources sources-over']],
    ['no lines', (p) => ({ ...p, lines: [] }), ['/lines lines-missing', '/sources sources-over']],
    ['core lines beyond the minimum', (p) => ({ ...p, lines: p.lines.map((l) => ({ ...l, core: l.amount })) }), ['/lines core-above-minimum']],
    ['people’s share not the optimum', (p) => ({ ...p, campaign: { ...p.campaign, optimum: lei('79499.99') } }), ['/optimum optimum-differs']],
    ['optimum below the minimum', (p) => ({ ...p, campaign: { ...p.campaign, optimum: lei('60000') } }), ['/optimum optimum-differs', '/optimum optimum-below-minimum']],
    ['a minimum of one’s own', (p) => ({ ...p, campaign: { ...p.campaign, minimum: lei('64899.99') } }), ['/minimum minimum-differs']],
    ['an authorised share without its act', (p) => ({ ...p, sources: p.sources.map((s) => ({ ...s, act: null })) }), [0, 1, 2].map((n) => `/sources/${n}/actKind act-missing`)],
    ['an act without number and date', (p) => ({ ...p, sources: p.sources.map((s) => (s.kind === 'state' ? { ...s, act: { ...s.act!, number: null, date: null } } : s)) }), ['/sources/0/actNo act-number-missing', '/sources/0/actDate act-date-missing']],
    ['a promise, which needs no act', (p) => ({ ...p, sources: p.sources.map((s) => ({ ...s, stage: 'promised', act: null })) }), []],
    ['shares that do not add up', (p) => ({ ...p, tranches: p.tranches.slice(1) }), ['/tranches shares-differ']],
    ['tranches out of order', (p) => ({ ...p, tranches: [...p.tranches].reverse() }), ['/tranches/2/milestoneId tranche-order', '/tranches/3/milestoneId tranche-order']],
    ['a tranche of no stage', (p) => ({ ...p, tranches: p.tranches.map((t) => ({ ...t, milestoneId: null })) }), [0, 1, 2, 3].map((n) => `/tranches/${n}/milestoneId tranche-milestone-missing`)],
    ['stages out of order', (p) => ({ ...p, milestones: [p.milestones[0]!, { ...p.milestones[1]!, plannedOn: day('2027-02-28') }] }), ['/milestones/1/plannedOn milestone-order']],
    ['a stage before the campaign ends', (p) => ({ ...p, milestones: [{ ...p.milestones[0]!, plannedOn: day('2027-02-02') }, p.milestones[1]!] }), ['/milestones/0/plannedOn milestone-before-close']],
    ['six days', (p) => ({ ...p, campaign: { ...p.campaign, closesOn: day('2027-01-09') } }), ['/closesOn campaign-length']],
    ['61 days', (p) => ({ ...p, campaign: { ...p.campaign, opensOn: day('2026-12-04') } }), ['/closesOn campaign-length']],
    ['an end before the beginning', (p) => ({ ...p, campaign: { ...p.campaign, closesOn: day('2027-01-03') } }), ['/closesOn closes-before-opens']],
    ['no estimate', (p) => ({ ...p, documents: [] }), ['/documents estimate-missing']],
    ['photos nobody looked at', (p) => withProject(p, { photosChecked: false }), ['/photosChecked photos-unchecked']],
    ['nobody who pays for upkeep', (p) => withProject(p, { maintenancePayer: null }), ['/maintenancePayer text-missing']],
    ['nobody who verifies', (p) => withProject(p, { associationId: null }), ['/associationId association-missing']],
    ['the path without an association', (p) => withProject(p, { associationId: null, noAssociation: true }), []],
    ['a version that is the whole', (p) => ({ ...p, tiers: [...p.tiers, tierOf({ ...p.tiers[0]!, without: [p.lines[1]!.id] }, p.lines)] }), ['/tiers/1/without tier-whole']],
    ['two versions that are the same', (p) => ({ ...p, tiers: [...p.tiers, { ...p.tiers[0]!, id: id<'ScopeTier'>() }] }), ['/tiers/1/without tier-twice']],
    ['a version of nothing', (p) => ({ ...p, tiers: [{ ...p.tiers[0]!, amount: lei('0') }] }), ['/minimum minimum-differs', '/tiers/0/without tier-nothing']],
  ]; // prettier-ignore
  it.each(changed)('sees %s', (_what, change, expected) => {
    expect(codes(change(example()))).toEqual(expected);
  });

  it('lets a campaign go on once by a whole rule, within its sixty days', () => {
    const { campaign, ...plan } = example();
    const of = (over: Partial<ProjectPlan['campaign']>) => codes({ ...plan, campaign: { ...campaign, ...over } });
    expect(of({ extendDays: 30 })).toEqual([]);
    expect(of({ extendAtBp: null })).toEqual(['/extendPercent extension-incomplete']);
    expect(of({ extendDays: null })).toEqual(['/extendDays extension-incomplete']);
    expect(of({ closesOn: day('2027-02-04'), extendDays: 29 })).toEqual(['/extendDays extension-length']);
  });

  it('lets a campaign last 7 and 60 days', () => {
    for (const closesOn of ['2027-01-10', '2027-03-04']) {
      const { campaign, milestones, ...plan } = example();
      const later = milestones.map((one) => ({ ...one, plannedOn: day('2027-06-01') }));
      const once = { ...campaign, extendAtBp: null, extendDays: null };
      expect(codes({ ...plan, milestones: later, campaign: { ...once, closesOn: day(closesOn) } })).toEqual([]);
    }
  });

  it('names everything that an empty file lacks, in words of three languages', () => {
    const empty: ProjectPlan = {
      ...example(),
      ...{ lines: [], sources: [], tiers: [], milestones: [], tranches: [], documents: [], photos: [] },
      campaign: { ...example().campaign, model: null, minimum: null, optimum: null, opensOn: null, closesOn: null },
    };
    const gaps = checkProject(withProject(empty, { summary: null, sector: null, peopleServed: null }));
    expect(new Set(gaps.map(({ section }) => section)).size).toBe(6);
    const all = [...gaps, ...changed.flatMap(([, change]) => checkProject(change(example())))];
    for (const lang of LANGS) for (const gap of all) expect(gapWords(lang, gap).length).toBeGreaterThan(10);
    const untold = gaps.find(({ pointer }) => pointer === '/summary')!;
    expect(gapWords('en', untold)).toBe('Write this in the project’s language, Romanian');
    const short = checkProject({ ...example(), lines: [...example().lines, line('1', '20')] }).find(isShort)!;
    expect(gapWords('ro', short).replaceAll('\u00a0', ' ')).toBe(
      'Devizul face 649 020 de lei, sursele 649 000 de lei: lipsesc 20 de lei',
    );
  });
  const isShort = ({ code }: Gap) => code === 'sources-short';
});

describe('sums, for any plan', () => {
  const amounts = fc.array(fc.tuple(fc.integer({ min: 1, max: 10 ** 6 }), fc.integer({ min: 0, max: 10 ** 7 }), fc.nat(1000)), { maxLength: 12 }); // prettier-ignore

  it('finds a difference between lines and sources exactly when there is one', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: -2, max: 2 }), (rows, off) => {
        const plan = example();
        const lines = rows.map(([thousandths, price]) =>
          line((thousandths / 1000).toFixed(3), (price / 100).toFixed(2)),
        );
        const total = totalOf({ lines }).minor + BigInt(off);
        const people = plan.sources.find(({ kind }) => kind === 'people')!;
        const found = codes({ ...plan, lines, sources: [{ ...people, amount: Money.lei(total) }] });
        const differs = found.some((one) => /^\/sources sources-(short|over)$/.test(one));
        expect(differs).toBe(off !== 0);
      }),
    );
  });

  it('keeps the minimum between nothing and what is enough for the smallest version and the floor', () => {
    fc.assert(
      fc.property(amounts, fc.nat(10_000), fc.bigInt({ min: 0n, max: 10n ** 10n }), (rows, floorBp, others) => {
        const lines = rows.map(([thousandths, price]) =>
          line((thousandths / 1000).toFixed(3), (price / 100).toFixed(2)),
        );
        const tiers = rows.map(([, , share]) => ({ ...example().tiers[0]!, amount: Money.lei((totalOf({ lines }).minor * BigInt(share)) / 1000n) })); // prettier-ignore
        const sources = [{ ...example().sources[0]!, amount: Money.lei(others) }];
        const plan = { ...withProject(example(), { floorBp }), lines, tiers, sources };
        const minimum = minimumOf(plan).minor;
        expect(minimum * 10_000n).toBeGreaterThanOrEqual(totalOf(plan).minor * BigInt(floorBp));
        for (const { amount } of tiers.filter((tier) => tier.amount.isPositive())) {
          if (tiers.every((tier) => !tier.amount.isPositive() || tier.amount.compare(amount) >= 0)) {
            expect(minimum + others).toBeGreaterThanOrEqual(amount.minor);
          }
        }
        expect(coreOf({ lines }).compare(totalOf({ lines }))).toBeLessThanOrEqual(0);
      }),
    );
  });
});
