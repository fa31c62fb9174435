import { invalid } from './errors.js';

/** Units of a currency for one euro, for illustration: a round figure of 2026. A currency that is not here is one Stripe does not take. */
const PER_EURO: Readonly<Record<string, number>> = {
  eur: 1,
  usd: 1.1,
  aed: 4.04,
  afn: 77,
  all: 98,
  amd: 425,
  ang: 1.97,
  aoa: 1000,
  ars: 1500,
  aud: 1.7,
  awg: 1.98,
  azn: 1.87,
  bam: 1.95583,
  bbd: 2.2,
  bdt: 134,
  bgn: 1.95583,
  bhd: 0.415,
  bif: 3280,
  bmd: 1.1,
  bnd: 1.45,
  bob: 7.6,
  brl: 6.2,
  bsd: 1.1,
  bwp: 15,
  byn: 3.6,
  bzd: 2.2,
  cad: 1.55,
  cdf: 3100,
  chf: 0.95,
  clp: 1050,
  cny: 7.9,
  cop: 4500,
  crc: 560,
  cve: 110.265,
  czk: 24.8,
  djf: 196,
  dkk: 7.46,
  dop: 66,
  dzd: 148,
  egp: 54,
  etb: 150,
  fjd: 2.5,
  fkp: 0.86,
  gbp: 0.86,
  gel: 3,
  gip: 0.86,
  gmd: 79,
  gnf: 9500,
  gtq: 8.5,
  gyd: 230,
  hkd: 8.6,
  hnl: 28,
  htg: 144,
  huf: 395,
  idr: 17800,
  ils: 4,
  inr: 94,
  isk: 142,
  jmd: 176,
  jod: 0.78,
  jpy: 164,
  kes: 142,
  kgs: 96,
  khr: 4450,
  kmf: 491.97,
  krw: 1560,
  kwd: 0.338,
  kyd: 0.92,
  kzt: 560,
  lak: 23800,
  lbp: 98500,
  lkr: 330,
  lrd: 210,
  lsl: 20,
  mad: 10.5,
  mdl: 19.7,
  mga: 5000,
  mkd: 61.5,
  mmk: 2310,
  mnt: 3800,
  mop: 8.9,
  mur: 50,
  mvr: 17,
  mwk: 1910,
  mxn: 20.5,
  myr: 4.8,
  mzn: 70,
  nad: 20,
  ngn: 1700,
  nio: 40.5,
  nok: 11.7,
  npr: 150,
  nzd: 1.88,
  omr: 0.4235,
  pab: 1.1,
  pen: 4,
  pgk: 4.4,
  php: 63,
  pkr: 308,
  pln: 4.27,
  pyg: 8200,
  qar: 4,
  ron: 4.98,
  rsd: 117.1,
  rub: 98,
  rwf: 1560,
  sar: 4.13,
  sbd: 9.2,
  scr: 15.6,
  sek: 11.2,
  sgd: 1.45,
  shp: 0.86,
  sle: 25,
  sos: 629,
  srd: 40,
  std: 24500,
  szl: 20,
  thb: 37,
  tjs: 11.7,
  tnd: 3.4,
  top: 2.6,
  try: 44,
  ttd: 7.5,
  twd: 35,
  tzs: 2900,
  uah: 45.5,
  ugx: 4050,
  uyu: 46,
  uzs: 13900,
  vnd: 27900,
  vuv: 130,
  wst: 3,
  xaf: 655.957,
  xcd: 2.97,
  xcg: 1.97,
  xof: 655.957,
  xpf: 119.33,
  yer: 270,
  zar: 20,
  zmw: 29,
};
const NO_DECIMALS = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const THREE_DECIMALS = new Set('bhd jod kwd omr tnd'.split(' '));
/** Written with two decimals which must be zero. */
const ZERO_CENTS = new Set(['isk', 'ugx']);
/** The least charge, in minor units of the currency it settles in. */
const LEAST: Readonly<Record<string, number>> = {
  usd: 50,
  aed: 200,
  aud: 50,
  bgn: 100,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17500,
  inr: 50,
  jpy: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1000,
};
const MOST = 99_999_999;

/** What one needs to know to convert: the rates that were set, and which currencies are kept as they come. */
export interface Exchange {
  readonly rates: Readonly<Record<string, string>>;
  readonly settlement: readonly string[];
}

/** Decimals of a currency as Stripe counts them. */
export function decimals(currency: string): number {
  if (NO_DECIMALS.has(currency)) return 0;
  return THREE_DECIMALS.has(currency) ? 3 : 2;
}

/** The currency in lower case; refuses one that Stripe does not take. */
export function knownCurrency(code: string, param = 'currency'): string {
  const currency = code.toLowerCase();
  if (Object.hasOwn(PER_EURO, currency)) return currency;
  const all = Object.keys(PER_EURO).join(', ');
  throw invalid(`Invalid currency: ${code}. Stripe currently supports these currencies: ${all}`, { param });
}

/** The currency in which a charge lands on the balance. */
export function settlesIn(currency: string, exchange: Exchange): string {
  return exchange.settlement.includes(currency) ? currency : (exchange.settlement[0] ?? 'eur');
}

/** Units of `to` for one unit of `from`, to six digits, less a spread in hundredths of a percent. */
export function rateOf(from: string, to: string, exchange: Exchange, spreadBps = 0): number {
  const per = (currency: string) => Number(exchange.rates[currency] ?? PER_EURO[currency] ?? 1);
  return Number((((per(to) / per(from)) * (10_000 - spreadBps)) / 10_000).toPrecision(6));
}

/** Minor units of `from` in minor units of `to` at a rate, halves away from zero. */
export function convert(amount: number, from: string, to: string, rate: number): number {
  const scaled = amount * rate * 10 ** (decimals(to) - decimals(from));
  return Math.sign(scaled) * Math.round(Math.abs(scaled));
}

/** Refuses an amount that is too small once converted, too large, or has digits which the currency does not have. */
export function checkAmount(amount: number, currency: string, exchange: Exchange, param = 'amount'): void {
  if (amount > MOST)
    throw invalid(`Amount must be no more than ${major(MOST, currency)} ${currency}`, {
      code: 'amount_too_large',
      param,
    });
  if (THREE_DECIMALS.has(currency) && amount % 10 !== 0) {
    throw invalid(`Invalid amount: the last digit of an amount in ${currency} must be 0`, {
      code: 'parameter_invalid_integer',
      param,
    });
  }
  if (ZERO_CENTS.has(currency) && amount % 100 !== 0) {
    throw invalid(`Invalid amount: an amount in ${currency} must be divisible by 100`, {
      code: 'parameter_invalid_integer',
      param,
    });
  }
  const settled = settlesIn(currency, exchange);
  const least = LEAST[settled] ?? 1;
  const worth = convert(amount, currency, settled, rateOf(currency, settled, exchange));
  if (worth < least) {
    const message =
      settled === currency
        ? `Amount must be at least ${major(least, settled)} ${settled}`
        : `Amount must convert to at least ${major(least, settled)} ${settled}. ${major(amount, currency)} ${currency} converts to approximately ${major(worth, settled)} ${settled}.`;
    throw invalid(message, { code: 'amount_too_small', param });
  }
}

/** An amount as people write it, without its currency. */
export function major(amount: number, currency: string): string {
  return (amount / 10 ** decimals(currency)).toFixed(decimals(currency));
}
