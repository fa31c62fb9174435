import type { WorksPlan } from '../world/works-plan.js';
import type { Words } from './words.data.js';
import { type Day, lei, smallWork, source } from './works.data.js';

const MAIN: Words = {
  title: {
    ro: 'Magistrală de apă Boșcana–Hrușova',
    ru: 'Водовод Бошкана–Грушево',
    en: 'A water main for Boșcana and Hrușova',
  },
  summary: {
    ro: '4,6 km de conductă de la o singură sondă, pentru două sate vecine. Exemplu: cifrele sunt inventate.',
    ru: '4,6 км труб от одной скважины на два соседних села. Пример: цифры вымышлены.',
    en: '4.6 km of pipe from one well for two neighbouring villages. An example: the figures are invented.',
  },
  why: {
    ro: 'Boșcana are o sondă bună, Hrușova are un rezervor gol. Separat, fiecare sat ar săpa a doua oară ce are celălalt.',
    ru: 'В Бошкане хорошая скважина, в Грушево пустой резервуар. Порознь каждое село копало бы то, что уже есть у соседа.',
    en: 'Boșcana has a good well, Hrușova an empty reservoir. Apart, each village would dig again what the other already has.',
  },
  sector: 'water',
  peopleServed: 1900,
};

/** What two neighbouring towns build together; the second pays a share of its own. */
export function waterMain(day: Day): WorksPlan {
  const plan = smallWork(day, MAIN, { town: 160_000, people: 60_000, minimum: 40_000, model: 'all-or-nothing' });
  const of = (ro: string, ru: string, en: string) => ({ ro: `Primăria ${ro}`, ru: `Примэрия ${ru}`, en: `${en} town hall` });
  return {
    ...plan,
    illustrative: true,
    sources: [
      source(
        { kind: 'town', name: of('Boșcana', 'Бошканы', 'Boșcana'), amount: lei(96_000) },
        { kind: 'council-decision', number: '5/1', date: day(-14) },
      ),
      {
        ...source(
          { kind: 'town', name: of('Hrușova', 'Грушево', 'Hrușova'), amount: lei(64_000) },
          { kind: 'council-decision', number: '3/4', date: day(-12) },
        ),
        partner: true,
      },
    ],
  };
} // prettier-ignore
