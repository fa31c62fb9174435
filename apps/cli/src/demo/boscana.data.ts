import { Money } from '#libs/kernel/src/index.js';
import type { WorksPlan } from '../world/works-plan.js';
import type { Words } from './words.data.js';
import { type Day, smallWork } from './works.data.js';

const lei = (whole: number) => Money.lei(BigInt(whole) * 100n).minor;

const WORDS: Words = {
  title: {
    ro: 'Tractor multifuncțional pentru drumuri și deszăpezire',
    ru: 'Многофункциональный трактор для дорог и уборки снега',
    en: 'A multifunction tractor for roads and snow',
  },
  summary: {
    ro: 'Tractor, remorcă, lamă de zăpadă și alte echipamente. Planul și prețurile sunt cele relatate în presă în 2021; donatorii și contribuțiile sunt inventate.',
    ru: 'Трактор, прицеп, отвал для снега и другое оборудование. План и цены — по сообщениям прессы 2021 года; дарители и взносы вымышлены.',
    en: 'A tractor, a trailer, a snow blade and other attachments. Plan and prices are as the press reported them in 2021; donors and gifts are invented.',
  },
  why: {
    ro: 'Iarna, satul așteaptă cu zilele un tractor închiriat. Cu unul al primăriei se curăță drumurile, se duc deșeurile și se sapă șanțurile.',
    ru: 'Зимой село днями ждёт наёмный трактор. Свой будет чистить дороги, вывозить мусор и копать канавы.',
    en: 'In winter the village waits for days for a hired tractor. One of its own clears roads, carries waste and digs ditches.',
  },
  sector: 'roads',
  peopleServed: 2800,
};

/** Of 684,000 lei planned 583,004 were raised; what was bought cost that, to the leu. The people's share is what the named payers left. */
const NAMED = [
  { kind: 'state', ro: 'Guvernul', ru: 'Правительство', en: 'Government', amount: 250_000 },
  { kind: 'partner', ro: 'PNUD Moldova', ru: 'ПРООН Молдова', en: 'UNDP Moldova', amount: 149_707 },
  { kind: 'town', ro: 'Primăria Boșcana', ru: 'Примэрия Бошканы', en: 'Boșcana town hall', amount: 130_356 },
] as const;
const LINES = [
  { ro: 'Tractor', ru: 'Трактор', en: 'Tractor', price: 395_000, core: '1' },
  { ro: 'Remorcă', ru: 'Прицеп', en: 'Trailer', price: 138_000, core: '1' },
  { ro: 'Lamă de zăpadă', ru: 'Отвал для снега', en: 'Snow blade', price: 50_004, core: '1' },
  { ro: 'Alte echipamente', ru: 'Другое оборудование', en: 'Other attachments', price: 100_996, core: '' },
] as const;

/** The reported frame of Boșcana, 2021: too little came for everything, so the attachments were left out. Sums of gifts are illustrative. */
export function tractor(day: Day): WorksPlan {
  const others = NAMED.reduce((sum, { amount }) => sum + amount, 0);
  const [all, built] = [684_000, 583_004];
  const small = smallWork(day, WORDS, { town: others, people: all - others, minimum: built - others, model: 'keep' });
  return {
    ...small,
    illustrative: true,
    lines: LINES.map(({ ro, ru, en, price, core }) => ({
      ...{ name: { ro, ru, en }, quantity: '1', unit: 'set', unitPrice: lei(price), coreQuantity: core },
    })),
    sources: NAMED.map(({ kind, ro, ru, en, amount }, index) => ({
      ...{ kind, name: { ro, ru, en }, amount: lei(amount), stage: 'authorised' as const },
      act: { kind: kind === 'town' ? 'council-decision' : 'grant-agreement', number: `${index + 3}/1`, date: day(-12) },
    })),
    tier: {
      name: { ro: 'Tractor, remorcă și lamă', ru: 'Трактор, прицеп и отвал', en: 'Tractor, trailer and blade' },
      description: {
        ro: 'Fără celelalte echipamente.',
        ru: 'Без остального оборудования.',
        en: 'Without the other attachments.',
      },
    },
  };
}
