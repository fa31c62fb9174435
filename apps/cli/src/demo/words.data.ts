import type { WorksPlan } from '../world/works-plan.js';

/** What a project is about, in the words of its town hall. */
export type Words = Pick<WorksPlan, 'title' | 'summary' | 'why' | 'sector' | 'peopleServed'>;

/** The roof of a kindergarten. */
export const ROOF: Words = {
  title: {
    ro: 'Acoperiș nou pentru grădinița „Ghiocel”',
    ru: 'Новая крыша для детского сада «Гиочел»',
    en: 'A new roof for Ghiocel kindergarten',
  },
  summary: {
    ro: 'Țiglă metalică, izolație și jgheaburi pentru clădirea cu două grupe.',
    ru: 'Металлочерепица, утепление и водостоки для здания на две группы.',
    en: 'Metal tiles, insulation and gutters for the building with two groups.',
  },
  why: {
    ro: 'Când plouă, educatoarele pun găleți în dormitor. Tavanul a căzut de două ori în doi ani, iar primăria a cârpit cât a putut.',
    ru: 'В дождь воспитательницы ставят в спальне вёдра. За два года потолок обваливался дважды, и примэрия латала его как могла.',
    en: 'When it rains, the teachers put buckets in the bedroom. The ceiling has come down twice in two years, and the town hall patched it as best it could.',
  },
  sector: 'education',
  peopleServed: 48,
};

/** Water for the houses on the hill. */
export const WATER: Words = {
  title: {
    ro: 'Apeduct pentru mahalaua de sus',
    ru: 'Водопровод для верхней части села',
    en: 'Running water for the upper village',
  },
  summary: {
    ro: '1,2 km de țeavă și zece cișmele pentru casele de pe deal.',
    ru: '1,2 км труб и десять колонок для домов на холме.',
    en: '1.2 km of pipe and ten standpipes for the houses on the hill.',
  },
  why: {
    ro: 'Fântânile din deal seacă din iulie. Oamenii cară apa cu căruța, iar bătrânii așteaptă vecinii.',
    ru: 'Колодцы на холме пересыхают с июля. Воду возят на телеге, а старики ждут соседей.',
    en: 'The wells on the hill run dry in July. People fetch water by cart, and the elderly wait for a neighbour.',
  },
  sector: 'water',
  peopleServed: 210,
};

/** Warmth for a library: the first campaign falls short. */
export const LIBRARY: Words = {
  title: {
    ro: 'Sobă și ferestre pentru bibliotecă',
    ru: 'Печь и окна для библиотеки',
    en: 'A stove and windows for the library',
  },
  summary: {
    ro: 'Căldură în sala de lectură, ca biblioteca să fie deschisă și iarna.',
    ru: 'Тепло в читальном зале, чтобы библиотека работала и зимой.',
    en: 'A warm reading room, so that the library can stay open in winter.',
  },
  why: {
    ro: 'Din noiembrie până în martie biblioteca e închisă. Copiii nu au unde să-și facă lecțiile la cald.',
    ru: 'С ноября по март библиотека закрыта. Детям негде делать уроки в тепле.',
    en: 'From November to March the library is closed. The children have nowhere warm to do their homework.',
  },
  sector: 'culture',
  peopleServed: 600,
};

/** The same library, asking for less the second time. */
export const WINDOWS: Words = {
  title: {
    ro: 'Ferestre noi pentru bibliotecă',
    ru: 'Новые окна для библиотеки',
    en: 'New windows for the library',
  },
  summary: {
    ro: 'Opt ferestre cu geam dublu. Soba o cumpără primăria.',
    ru: 'Восемь окон с двойным стеклом. Печь покупает примэрия.',
    en: 'Eight double-glazed windows. The town hall buys the stove.',
  },
  why: {
    ro: 'În primăvară nu am strâns destul și banii s-au întors la oameni. Am împărțit lucrarea: acum cerem numai cât costă ferestrele.',
    ru: 'Весной мы не собрали нужной суммы, и деньги вернулись к людям. Мы разделили работу: теперь просим только на окна.',
    en: 'In spring we did not raise enough and everybody got their money back. We have split the work: this time we ask for the windows alone.',
  },
  sector: 'culture',
  peopleServed: 600,
};

/** Benches and trees where the old market was. */
export const PARK: Words = {
  title: {
    ro: 'Scuar cu bănci în locul pieței vechi',
    ru: 'Сквер со скамейками на месте старого рынка',
    en: 'A small park where the old market stood',
  },
  summary: {
    ro: 'Douăsprezece bănci, patruzeci de tei și o alee pavată.',
    ru: 'Двенадцать скамеек, сорок лип и мощёная дорожка.',
    en: 'Twelve benches, forty lime trees and a paved path.',
  },
  why: {
    ro: 'Piața s-a mutat acum șase ani. Au rămas betonul crăpat și o stație unde bătrânii așteaptă autobuzul în picioare.',
    ru: 'Рынок переехал шесть лет назад. Остались треснувший бетон и остановка, где старики ждут автобус стоя.',
    en: 'The market moved away six years ago. What remains is cracked concrete and a bus stop where the elderly wait standing.',
  },
  sector: 'parks',
  peopleServed: 1400,
};

/** A playground that waits for its association. */
export const PLAYGROUND: Words = {
  title: {
    ro: 'Teren de joacă lângă școală',
    ru: 'Детская площадка возле школы',
    en: 'A playground beside the school',
  },
  summary: {
    ro: 'Leagăne, tobogan și un gard, pe locul viran de lângă școală.',
    ru: 'Качели, горка и ограда на пустыре возле школы.',
    en: 'Swings, a slide and a fence on the empty plot beside the school.',
  },
  why: {
    ro: 'Copiii se joacă în drum. Locul de lângă școală e al primăriei și stă gol.',
    ru: 'Дети играют на дороге. Участок возле школы принадлежит примэрии и пустует.',
    en: 'The children play in the road. The plot beside the school belongs to the town hall and stands empty.',
  },
  sector: 'sport',
  peopleServed: 160,
};

/** News that the town halls send to those who follow. */
export const NEWS = {
  waterBegun: {
    ro: 'Țevile au ajuns. Săpăm de la rezervor în jos, câte o sută de metri pe zi.',
    ru: 'Трубы привезли. Копаем от резервуара вниз, по сто метров в день.',
    en: 'The pipes have arrived. We are digging down from the reservoir, a hundred metres a day.',
  },
  waterDone: {
    ro: 'Apa curge la toate cele zece cișmele. Mulțumim celor șase oameni care au pus umărul de departe.',
    ru: 'Вода идёт во всех десяти колонках. Спасибо шестерым людям, которые помогли издалека.',
    en: 'Water runs from all ten standpipes. Thank you to the six people who helped from far away.',
  },
  roofDelay: {
    ro: 'Ploile ne-au întârziat cu o săptămână. Țigla e montată pe partea dinspre grădină.',
    ru: 'Из-за дождей отстаём на неделю. Черепица уложена со стороны сада.',
    en: 'The rain has cost us a week. The tiles are on, on the garden side.',
  },
} as const;
