import type { Lang } from '#libs/platform/src/index.js';

/** A need of the demonstration's board: in the words of whoever wrote it. */
export interface DemoNeed {
  readonly key: string;
  readonly lang: Lang;
  readonly title: string;
  readonly why: string;
  readonly part?: string;
  /** How many others support it. */
  readonly support: number;
  readonly answer?: { readonly kind: 'planned' | 'done' | 'not'; readonly why: string };
  readonly same?: string;
}

/** People who joined Mihăileni; every third lives elsewhere. Invented. */
export const NEIGHBOURS = [
  'Nina Grosu', 'Pavel Bejan', 'Tamara Vrabie', 'Valentin Cazac', 'Lidia Ursu', 'Grigore Plop', 'Svetlana Ciobu', 'Mihai Tudor',
  'Raisa Codreanu', 'Eugen Spînu', 'Ala Rotari', 'Dumitru Negru', 'Feodora Cuțu', 'Anatol Zaharia', 'Viorica Bostan',
] as const; // prettier-ignore

/** The parts of the village that its people name. */
export const PARTS = ['Centru', 'Vale', 'Pădureni'] as const;

/** What a village writes: nine needs, one of them twice. */
export const NEEDS: readonly DemoNeed[] = [
  { key: 'stop', lang: 'ro', title: 'Acoperiș la stația de autobuz', why: 'Dimineața copiii și bătrânii așteaptă rutiera în ploaie. Măcar un acoperiș și o bancă.', part: 'Centru', support: 12, answer: { kind: 'planned', why: 'E în planul pentru primăvară. Am cerut o ofertă și am pus un preț mai jos.' } },
  { key: 'well', lang: 'ro', title: 'Fântâna din Vale e fără apă bună', why: 'Apa are gust de fier și nu se poate bea. Poate se adâncește sau se pune un filtru.', part: 'Vale', support: 9, answer: { kind: 'planned', why: 'Am luat probe; laboratorul spune că trebuie filtru. Prețul e mai jos.' } },
  { key: 'play', lang: 'ru', title: 'Детская площадка у клуба', why: 'Детям летом негде играть, только на дороге. Хватит качелей, горки и песочницы.', part: 'Pădureni', support: 11, answer: { kind: 'planned', why: 'Am măsurat locul de lângă club: încape. Prețul e mai jos.' } },
  { key: 'lamp', lang: 'ro', title: 'Lumină pe drumul spre școală', why: 'De la podeț până la școală e întuneric beznă. Iarna copiii merg cu lanterna.', part: 'Centru', support: 8, answer: { kind: 'done', why: 'Strada intră în proiectul de iluminat care strânge bani acum.' } },
  { key: 'stop2', lang: 'ru', title: 'Навес на остановке', why: 'Маршрутку ждём под дождём и снегом.', support: 4, same: 'stop' },
  { key: 'bridge', lang: 'ro', title: 'Podețul peste pârâu se rupe', why: 'Scândurile sunt putrede, o femeie și-a scrântit piciorul. Cu căruța ocolim doi kilometri.', part: 'Vale', support: 7 },
  { key: 'asphalt', lang: 'ro', title: 'Asfalt până la cimitir', why: 'De Paști nu poți ajunge cu mașina dacă a plouat.', support: 6, answer: { kind: 'not', why: 'Drumul e al raionului și costă peste trei milioane. Am scris raionului și publicăm răspunsul lor.' } },
  { key: 'wifi', lang: 'en', title: 'Free internet in the library', why: 'I work in Dublin and call my grandmother from here. She and her neighbours could use the library computers if there were a connection.', support: 3 },
  { key: 'dogs', lang: 'ro', title: 'Câinii fără stăpân de la gunoiște', why: 'Sunt vreo douăzeci și ies la drum. Ne e frică pentru copii.', part: 'Pădureni', support: 5 },
]; // prettier-ignore

/** What the town hall has put a price on. */
export const OPTIONS = [
  { of: 'stop', title: 'Stație cu acoperiș și bancă', description: 'Fundație, cadru metalic, policarbonat, o bancă de lemn.', cost: '68000.00', source: 'Oferta unei firme din Rîșcani, octombrie 2026' },
  { of: 'well', title: 'Filtru la fântâna din Vale', description: 'Filtru pentru fier, pompă și o cișmea; se schimbă cartușul o dată pe an.', cost: '45500.00', source: 'Deviz al primăriei, octombrie 2026' },
  { of: 'play', title: 'Loc de joacă lângă club', description: 'Două leagăne, tobogan, groapă cu nisip și gard.', cost: '112000.00', source: 'Prețul locului de joacă din Recea, 2025' },
]; // prettier-ignore

/** Help that people offered. */
export const OFFERS = [
  { of: 'bridge', by: 1, kind: 'material', lang: 'ro', words: 'Dau șase grinzi de salcâm, uscate.', contact: true },
  { of: 'play', by: 4, kind: 'time', lang: 'ru', words: 'Могу варить и красить два выходных дня.', contact: true },
  { of: 'wifi', by: 2, kind: 'skill', lang: 'en', words: 'I can set up the router and show two people how it works.', contact: false },
] as const; // prettier-ignore
