/** Everything about the simulated company that a test may set. */
export interface Settings {
  /** Stripe's share of a charge in hundredths of a percent, and its fixed part in minor units of the settlement currency. */
  feeBps: number;
  feeFixed: number;
  /** What conversion costs, hidden in the exchange rate, in hundredths of a percent. */
  fxBps: number;
  /** Kept for each dispute, in minor units of the settlement currency. */
  disputeFee: number;
  /** Units of a currency for one euro, where it differs from the built-in figure. */
  rates: Record<string, string>;
  /** Currencies that stay as they are; the first takes all others. */
  settlement: string[];
  availableAfterSeconds: number;
  /** How often available money is paid out; 0: only by the control API. */
  payoutEverySeconds: number;
  payoutArrivalSeconds: number;
  /** API calls a second (Stripe: 100, its own test mode 25); 0: as many as one likes. */
  rateLimit: number;
  /** Calls a second of one route (Stripe: 25); 0: as many as one likes. */
  routeRateLimit: number;
  /** Pauses between attempts to deliver an event. */
  retrySeconds: number[];
  /** How long a charge stands without its balance transaction. */
  balanceTransactionDelayMs: number;
  /** How long an asynchronous payment is processing. */
  asyncSettleSeconds: number;
}
/** Any part of the settings. */
export type SettingsChange = Partial<Settings>;

/** As a new sandbox starts. */
export const DEFAULTS: Settings = {
  feeBps: 150,
  feeFixed: 25,
  fxBps: 200,
  disputeFee: 2000,
  rates: {},
  settlement: ['eur'],
  availableAfterSeconds: 2 * 86_400,
  payoutEverySeconds: 86_400,
  payoutArrivalSeconds: 86_400,
  rateLimit: 100,
  routeRateLimit: 0,
  retrySeconds: [1, 5, 30, 120, 600, 3600],
  balanceTransactionDelayMs: 0,
  asyncSettleSeconds: 3 * 86_400,
};

const NUMBERS = Object.entries(DEFAULTS).flatMap(([key, value]) => (typeof value === 'number' ? [key] : []));

/** The settings with a change made; throws a sentence naming what is wrong with it. */
export function changeSettings(settings: Settings, change: SettingsChange): Settings {
  for (const [key, value] of Object.entries(change)) {
    if (!Object.hasOwn(DEFAULTS, key)) throw new Error(`No such setting: ${key}`);
    if (NUMBERS.includes(key) && !(Number.isInteger(value) && (value as number) >= 0))
      throw new Error(`${key} must be a whole number from 0`);
  }
  if (change.settlement?.length === 0) throw new Error('settlement must name a currency');
  for (const rate of Object.values(change.rates ?? {}))
    if (!(Number(rate) > 0)) throw new Error(`A rate must be above 0, not ${rate}`);
  const lower = Object.entries(change.rates ?? {}).map(([code, rate]) => [code.toLowerCase(), String(rate)] as const);
  return { ...settings, ...change, rates: { ...settings.rates, ...Object.fromEntries(lower) } };
}
