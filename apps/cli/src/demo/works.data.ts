import type { CivilDate } from '#libs/kernel/src/index.js';
import type { SourcePlan, WorksPlan } from '../world/works-plan.js';

type Day = (days: number) => CivilDate;
const lei = (whole: number, bani = 0) => BigInt(whole) * 100n + BigInt(bani);
const line = (
  name: string,
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

/** The illustrative street light on the real frame of Mihăileni: 13.3 km, 649,000 lei; the split is invented. */
export function streetLight(day: Day): WorksPlan {
  return {
    title: 'Iluminat stradal cu lămpi LED',
    summary:
      '266 de lămpi LED pe 13,3 km de străzi, de la școală până la capătul satului. Exemplu: cifrele sunt inventate.',
    why: 'Seara copiii se întorc de la școală pe întuneric, iar pe drumul spre grădiniță nu arde niciun bec. Rețeaua veche a fost demontată. Proiectul tehnic e gata; statul, primăria și raionul își pun partea dacă și oamenii o pun pe a lor.',
    sector: 'lighting',
    peopleServed: 3120,
    lines: [
      line('Corpuri de iluminat LED', '266', ['piece', lei(1150)], '200'),
      line('Cablu', '13300', ['m', lei(11, 50)]),
      line('Console', '266', ['piece', lei(190)]),
      line('Dulapuri de comandă', '4', ['piece', lei(14_500)]),
      line('Montaj', '266', ['piece', lei(160)]),
      line('Proiect tehnic', '1', ['service', lei(18_000)]),
      line('Supraveghere tehnică', '1', ['service', lei(12_000)]),
      line('Rezervă', '1', ['service', lei(9050)], ''),
    ],
    sources: [
      source(
        { kind: 'state', name: 'Guvernul, programul „DAR 1+3”', amount: lei(250_000) },
        { kind: 'grant-agreement', number: 'DAR-27', date: day(-30) },
      ),
      source(
        { kind: 'town', name: 'Primăria Mihăileni', amount: lei(130_000) },
        { kind: 'council-decision', number: '7/3', date: day(-20) },
      ),
      source(
        { kind: 'partner', name: 'Raionul și firme din sat', amount: lei(189_500) },
        { kind: 'contract', number: '14', date: day(-15) },
      ),
    ],
    people: { minimum: lei(64_900), optimum: lei(79_500), floorPercent: '10' },
    tier: {
      name: 'Varianta mică: 200 de lămpi',
      description: 'Străzile principale și drumul spre școală.',
      amount: lei(634_400),
    },
    model: 'all-or-nothing',
    opensOn: day(8),
    closesOn: day(62),
    stages: [
      {
        name: 'Decizie, acord semnat, proiect tehnic',
        plannedOn: day(80),
        sharePercent: '20',
        evidence: 'Decizia consiliului, acordul semnat, proiectul tehnic.',
      },
      {
        name: 'Achiziție și livrare',
        plannedOn: day(125),
        sharePercent: '45',
        evidence: 'Atribuirea contractului, documentul de livrare, poza cu seriile.',
      },
      {
        name: 'Montaj',
        plannedOn: day(170),
        sharePercent: '25',
        evidence: 'Cel puțin 80 % montate, poze de noapte din 3 străzi, verificarea asociației.',
      },
      {
        name: 'Recepție',
        plannedOn: day(210),
        sharePercent: '10',
        evidence: 'Proces-verbal de recepție, 30 de nopți de funcționare, socoteala finală.',
      },
    ],
    maintenance: {
      maintainer: 'Serviciul comunal al primăriei',
      payer: 'Bugetul local, poziția „iluminat stradal”',
      upkeep: lei(38_000),
    },
    risks: 'Prețul cablului poate crește până la achiziție; rezerva acoperă cel mult 6 % din el.',
  };
}

/** A smaller work with one payer beside the people; `days` from today to the campaign's first and last day. */
export function smallWork(
  day: Day,
  words: Pick<WorksPlan, 'title' | 'summary' | 'why' | 'sector' | 'peopleServed'>,
  {
    town,
    people,
    minimum,
    model,
    days = [8, 38],
  }: { town: number; people: number; minimum: number; model: WorksPlan['model']; days?: readonly [number, number] },
): WorksPlan {
  const more = people - minimum;
  return {
    ...words,
    lines: [
      line('Lucrări de bază', '1', ['set', lei(town + minimum)]),
      line('Lucrări de finisare', '1', ['set', lei(more)], ''),
    ],
    sources: [
      source(
        { kind: 'town', name: 'Primăria', amount: lei(town) },
        { kind: 'council-decision', number: '4/2', date: day(-10) },
      ),
    ],
    people: { minimum: lei(minimum), optimum: lei(people), floorPercent: '' },
    tier: { name: 'Varianta mică', description: 'Numai lucrările de bază.', amount: lei(town + minimum) },
    model,
    opensOn: day(days[0]),
    closesOn: day(days[1]),
    stages: [
      {
        name: 'Contract și materiale',
        plannedOn: day(days[1] + 25),
        sharePercent: '60',
        evidence: 'Contractul și documentul de livrare.',
      },
      {
        name: 'Lucrări și recepție',
        plannedOn: day(days[1] + 70),
        sharePercent: '40',
        evidence: 'Proces-verbal de recepție și poze.',
      },
    ],
    maintenance: { maintainer: 'Primăria', payer: 'Bugetul local', upkeep: lei(6000) },
    risks: 'Vremea poate amâna lucrările cu câteva săptămâni.',
  };
}

function source(payer: Pick<SourcePlan, 'kind' | 'name' | 'amount'>, act: SourcePlan['act']): SourcePlan {
  return { ...payer, stage: 'authorised', act };
}
