import type { CallPlan } from '../world/sponsor.js';
import { TOWNS } from './cast.js';

/** What each town of the demonstration has for each inhabitant; made up. */
const FIGURES = [
  [TOWNS.mihaileni, '1180,50'],
  [TOWNS.salcia, '640,20'],
  [TOWNS.hirtop, '702,75'],
  [TOWNS.izvoare, '1465'],
  [TOWNS.boscana, '1390,10'],
] as const;

/** A foundation adds a leu to every two, anywhere, and keeps a part for towns with little money; the sums are made up. */
export function foundationOf(day: (days: number) => string): CallPlan {
  return {
    ...{ sponsor: 'Fundația Stejarul (exemplu)', num: '1', den: '2', perDonor: '2000', perProject: '15000' },
    ...{ places: [], closesOn: day(60), pays: '30000.00' },
    kept: {
      ...{ reserve: '40', line: '1000', lineSource: 'jumătate din media pe țară; cifră inventată' },
      figures: {
        name: 'Venituri proprii pe locuitor, 2025',
        source: 'Exemplu: cifre inventate pentru demonstrație',
        publishedOn: '2026-03-31',
        country: '2000',
        places: FIGURES.map(([{ placeCode }, lei]) => `${placeCode};${lei}`).join('\n'),
      },
    },
  };
}
