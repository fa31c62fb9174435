import type { Point } from '../world/assembly.js';

/** What an assembly of Mihăileni's association has decided. */
export const HELD: readonly Point[] = [
  {
    kind: 'question',
    question: {
      original: 'ro',
      ro: 'Aprobăm darea de seamă a asociației pe anul trecut?',
      ru: 'Утвердить отчёт землячества за прошлый год?',
      en: 'Do we approve the association’s report on the past year?',
    },
  },
  { kind: 'officers', role: 'treasurer', years: 2 },
];

/** What its members decide now. */
export const COMING: readonly Point[] = [
  {
    kind: 'question',
    question: {
      original: 'ro',
      ro: 'Intrăm în federația asociațiilor de băștinași din raionul Rîșcani?',
      ru: 'Вступаем в федерацию землячеств Рышканского района?',
      en: 'Do we join the federation of hometown associations of Rîșcani district?',
    },
  },
];

/** Who settles a disagreement among Mihăileni's members; named before their first vote. */
export const ARBITER = 'Petru Lungu, notar la Rîșcani';
