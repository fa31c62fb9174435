import { civilDate, DECIMALS, type CivilDate, type Money, wallClock } from '#libs/kernel/src/index.js';

/** The languages of every page and letter. */
export const LANGS = ['ro', 'ru', 'en'] as const;
/** One of them, as paths and `lang` attributes write it. */
export type Lang = (typeof LANGS)[number];

/** Whether a text names a language that Plai speaks. */
export function isLang(text: unknown): text is Lang {
  return LANGS.includes(text as Lang);
}

const NB = '\u00a0';
const MONTHS = {
  ro: 'ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie'.split(' '),
  ru: 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
};
const SIGNS: Readonly<Record<string, string>> = { EUR: '€', GBP: '£', ILS: '₪', USD: '$' };

/** Digits in groups of three with the language's decimal sign: 1 306 and 7,16; in English 1,306 and 7.16. */
export function formatNumber(lang: Lang, value: number | bigint | string): string {
  const [, sign = '', whole = '0', places] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(value)) ?? [];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, lang === 'en' ? ',' : NB);
  return (sign && '−') + grouped + (places ? (lang === 'en' ? '.' : ',') + places : '');
}

/** "68 %", in English "68%". */
export function formatPercent(lang: Lang, value: number | string): string {
  return formatNumber(lang, value) + (lang === 'en' ? '%' : `${NB}%`);
}

/** "214350" or "981.50" of a sum: its decimals are left out when they are all zero and `whole` allows it. */
function plainAmount(money: Money, { whole = money.currency === 'MDL' } = {}): string {
  const text = money.toString();
  return whole && DECIMALS[money.currency] > 0 ? text.replace(/\.0+$/, '') : text;
}

const leiWord = {
  ro: (amount: string) => (!amount.includes('.') && plural.ro.select(Number(amount)) === 'one' ? 'leu' : 'lei'),
  ru: (amount: string) =>
    ({ one: 'лей', few: 'лея', many: 'леев', other: 'лея' })[
      amount.includes('.') ? 'other' : (plural.ru.select(Number(amount)) as 'one')
    ],
  en: (amount: string) => (amount === '1' ? 'leu' : 'lei'),
};
const plural = { ro: new Intl.PluralRules('ro'), ru: new Intl.PluralRules('ru') };

/**
 * A sum for a sentence: "1 leu", "20 de lei", "981,50 lei"; "20 леев"; "50,00 €"; in English "€50.00". Bani are shown
 * only when they are not zero.
 */
export function formatMoney(lang: Lang, money: Money): string {
  const amount = plainAmount(money);
  const digits = formatNumber(lang, amount);
  if (money.currency === 'MDL') {
    const positive = amount.replace('-', '');
    const de =
      lang === 'ro' && !positive.includes('.') && plural.ro.select(Number(positive)) === 'other' ? `de${NB}` : '';
    return `${digits}${NB}${de}${leiWord[lang](positive)}`;
  }
  return foreign(lang, digits, money.currency);
}

/** A sum for a tile or a list: as `formatMoneyShort`, and "50 €" where the cents are zero. */
export function formatMoneyRound(lang: Lang, money: Money): string {
  if (money.currency === 'MDL') return formatMoneyShort(lang, money);
  return foreign(lang, formatNumber(lang, plainAmount(money, { whole: true })), money.currency);
}

/** A sum for a table, tile or chart, where lei is a symbol: "214 350 lei", "20 lei", "20 леев". */
export function formatMoneyShort(lang: Lang, money: Money): string {
  if (money.currency !== 'MDL') return formatMoney(lang, money);
  const amount = plainAmount(money);
  const word = lang === 'ro' ? 'lei' : leiWord[lang](amount.replace('-', ''));
  return `${formatNumber(lang, amount)}${NB}${word}`;
}

function foreign(lang: Lang, digits: string, currency: string): string {
  const sign = SIGNS[currency];
  if (lang === 'en') return sign ? digits.replace(/^(−?)/, `$1${sign}`) : `${currency}${NB}${digits}`;
  return `${digits}${NB}${sign ?? currency}`;
}

/** "14 decembrie 2026", "14 декабря 2026 года", "14 December 2026": of a day, or of a moment's day in Chișinău. */
export function formatDate(lang: Lang, at: Date | CivilDate): string {
  const [year, month, day] = dayOf(at);
  const text = `${Number(day)}${NB}${MONTHS[lang][Number(month) - 1]} ${year}`;
  return lang === 'ru' ? `${text}${NB}года` : text;
}

/** "14.12.2026", in English "14 Dec 2026": for tables. */
export function formatDateShort(lang: Lang, at: Date | CivilDate): string {
  const [year, month, day] = dayOf(at);
  if (lang !== 'en') return `${day}.${month}.${year}`;
  return `${Number(day)}${NB}${MONTHS.en[Number(month) - 1]!.slice(0, 3)}${NB}${year}`;
}

/** Date and hour in Chișinău for a deadline: "14 decembrie 2026, ora 18:00 (ora Chișinăului)". */
export function formatMoment(lang: Lang, at: Date): string {
  const { hour, minute } = wallClock(at);
  const time = `${hour}:${minute}`;
  if (lang === 'ro') return `${formatDate(lang, at)}, ora${NB}${time} (ora${NB}Chișinăului)`;
  if (lang === 'ru') return `${formatDate(lang, at)}, ${time} по времени Кишинёва`;
  return `${formatDate(lang, at)}, ${time} Chișinău time`;
}

/** A moment as tables write it, in Chișinău: "14.12.2026, 18:00". */
export function formatMomentShort(lang: Lang, at: Date): string {
  const { hour, minute } = wallClock(at);
  return `${formatDateShort(lang, at)},${NB}${hour}:${minute}`;
}

function dayOf(at: Date | CivilDate): string[] {
  return (typeof at === 'string' ? at : civilDate(at)).split('-');
}
