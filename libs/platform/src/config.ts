import path from 'node:path';
import { ConfigReader, type Env } from './config-reader.js';

/** Where Stripe's API is: the real one, or the sandbox. */
export interface StripeConfig {
  readonly secretKey: string;
  readonly webhookSecrets: readonly string[];
  readonly host?: string;
  readonly port?: number;
  readonly protocol?: 'http' | 'https';
  /** How many calls a second we make of one kind, all processes together; undefined: as many as we like. */
  readonly callsPerSecond?: number;
}

/** A bucket of any S3-compatible store. */
export interface S3Config {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

/** Who sends text messages, and how many of them go out within a day. */
interface TextsConfig {
  readonly url: string;
  readonly key: string;
  readonly aDay: number;
}

/** Everything that a process of Plai takes from its environment, checked. Injected wherever a setting is needed. */
export class Config {
  readonly production!: boolean;
  readonly port!: number;
  readonly host!: string;
  /** The address people type, without a slash at its end. */
  readonly publicUrl!: string;
  readonly databaseUrl!: string;
  /** The same database as a user that may own tables and make roles. */
  readonly databaseMigrateUrl!: string;
  readonly databaseReadUrl?: string;
  /** How long a statement may run; a third of it is how long it may wait for a lock. */
  readonly statementSeconds!: number;
  readonly redisUrl?: string;
  readonly stripe!: StripeConfig;
  readonly smtpUrl!: string;
  readonly mailFrom!: string;
  /** Who runs this installation, as its page says it: name, address, register number, who signs. Always there in production. */
  readonly operator?: string;
  /** Who takes over when the operator cannot go on. Always there in production. */
  readonly successor?: string;
  /** Who sends text messages; undefined: nobody is asked for a number. */
  readonly texts?: TextsConfig;
  readonly files!: { readonly dir: string } | { readonly s3: S3Config };
  /** Opens `/ops`; undefined closes it. */
  readonly opsToken?: string;
  /** Signs sign-in links, invitations and ballot receipts. */
  readonly secret!: string;
  /** Lifts the per-address limits for `replay`; never in production. */
  readonly replayToken?: string;
  /** Demonstration: pages say so and the demo sign-ins work; never in production. */
  readonly demo!: boolean;
  /** Where the National Bank's daily XML is fetched; undefined: rates are loaded by hand. */
  readonly ratesUrl?: string;
  /** Where the ECB's daily XML is fetched, for currencies that the National Bank does not have; undefined: loaded by hand. */
  readonly ecbRatesUrl?: string;
  /** Days after which a rate is too old for anything new. */
  readonly ratesMaxDays!: number;
}

/** What is wrong with the environment: one line a variable, each naming it. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The environment is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/** Reads and checks the environment; an empty variable is one that is not there. Throws ConfigError. */
export function readConfig(env: Env): Config {
  const problems: string[] = [];
  const read = new ConfigReader(env, problems);
  const databaseUrl = read.url('DATABASE_URL', POSTGRES);
  const config: Config = {
    production: read.value('NODE_ENV') === 'production',
    port: read.port('PORT', 3000),
    host: read.value('HOST') ?? '127.0.0.1',
    publicUrl: read.origin('PUBLIC_URL'),
    databaseUrl,
    databaseMigrateUrl: read.optionalUrl('DATABASE_MIGRATE_URL', POSTGRES) ?? databaseUrl,
    databaseReadUrl: read.optionalUrl('DATABASE_READ_URL', POSTGRES),
    statementSeconds: read.count('DATABASE_STATEMENT_SECONDS') ?? STATEMENT_SECONDS,
    redisUrl: read.optionalUrl('REDIS_URL', ['redis:', 'rediss:']),
    stripe: stripeOf(read),
    smtpUrl: read.url('SMTP_URL', ['smtp:', 'smtps:']),
    mailFrom: read.sender('MAIL_FROM') ?? 'Plai <plai@localhost>',
    operator: read.value('OPERATOR'),
    successor: read.value('SUCCESSOR'),
    texts: textsOf(read),
    files: filesOf(read),
    opsToken: read.secretOrNone('OPS_TOKEN', 16),
    secret: read.secretOrNone('PLAI_SECRET', 32) ?? read.missing('PLAI_SECRET', 'at least 32 random characters'),
    replayToken: read.secretOrNone('REPLAY_TOKEN', 16),
    demo: read.choice('PLAI_DEMO', ['0', '1']) === '1',
    ratesUrl: read.optionalUrl('RATES_URL', ['http:', 'https:']),
    ecbRatesUrl: read.optionalUrl('ECB_RATES_URL', ['http:', 'https:']),
    ratesMaxDays: read.count('RATES_MAX_DAYS') ?? RATES_DAYS,
  };
  problems.push(...unsafeBesideARealKey(config));
  if (config.production) problems.push(...unsafeInProduction(config, read));
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.assign(new Config(), config);
}

const POSTGRES = ['postgres:', 'postgresql:'];
const STATEMENT_SECONDS = 60;
/** The National Bank rests on weekends and for the longest holidays not quite so long. */
const RATES_DAYS = 10;
/** Whoever sets more than this for real money has not thought of real money. */
const RATES_DAYS_MOST = 31;
/** Stripe's own limit is 25 requests a second for one endpoint. */
const STRIPE_CALLS = 20;

function stripeOf(read: ConfigReader): StripeConfig {
  const secretKey = read.text('STRIPE_SECRET_KEY', /^(sk|rk)_/, 'a secret key, beginning with sk_ or rk_');
  const webhookSecrets = read.list('STRIPE_WEBHOOK_SECRET', /^whsec_/, 'signing secrets, each beginning with whsec_');
  const protocol = read.choice('STRIPE_PROTOCOL', ['http', 'https']) ?? 'https';
  const host = read.value('STRIPE_HOST');
  const callsPerSecond = read.count('STRIPE_CALLS_PER_SECOND') ?? (host ? undefined : STRIPE_CALLS);
  const account = { secretKey, webhookSecrets, callsPerSecond };
  if (host) return { ...account, host, port: read.port('STRIPE_PORT', 443), protocol };
  for (const name of ['STRIPE_PORT', 'STRIPE_PROTOCOL'])
    if (read.value(name)) read.problem(`${name} is set without STRIPE_HOST`);
  return account;
}

/** Codes cost money and anybody may ask for them: so many a day are enough for the towns of a vote. */
const TEXTS_A_DAY = 500;

function textsOf(read: ConfigReader): TextsConfig | undefined {
  const url = read.optionalUrl('TEXTS_URL', ['http:', 'https:']);
  if (url) return { url, key: read.text('TEXTS_KEY'), aDay: read.count('TEXTS_A_DAY') ?? TEXTS_A_DAY };
  for (const name of ['TEXTS_KEY', 'TEXTS_A_DAY'])
    if (read.value(name)) read.problem(`${name} is set without TEXTS_URL`);
  return undefined;
}

function filesOf(read: ConfigReader): Config['files'] {
  const dir = read.value('FILES_DIR');
  const bucket = read.value('S3_BUCKET');
  if (!bucket) {
    for (const name of ['S3_ENDPOINT', 'S3_REGION', 'S3_ACCESS_KEY', 'S3_SECRET_KEY'])
      if (read.value(name)) read.problem(`${name} is set without S3_BUCKET`);
    return { dir: path.resolve(dir ?? read.missing('FILES_DIR', 'a folder, or S3_BUCKET and its keys')) };
  }
  if (dir) read.problem('FILES_DIR and S3_BUCKET are both set: files lie in one of them');
  return {
    s3: {
      endpoint: read.url('S3_ENDPOINT', ['http:', 'https:']).replace(/\/$/, ''),
      bucket,
      region: read.value('S3_REGION') ?? 'auto',
      accessKey: read.text('S3_ACCESS_KEY'),
      secretKey: read.text('S3_SECRET_KEY'),
    },
  };
}

/** Real money never meets a sandbox, and never demonstration people, whoever forgot NODE_ENV. */
function unsafeBesideARealKey({ stripe, demo, replayToken }: Config): string[] {
  if (!/^(sk|rk)_live_/.test(stripe.secretKey)) return [];
  return [
    stripe.host ? 'STRIPE_HOST must not be set beside a real STRIPE_SECRET_KEY: it would be sent to a sandbox' : '',
    demo ? 'PLAI_DEMO must not be set beside a real STRIPE_SECRET_KEY: demo sign-ins are open to everybody' : '',
    replayToken ? 'REPLAY_TOKEN must not be set beside a real STRIPE_SECRET_KEY' : '',
  ].filter(Boolean);
}

function unsafeInProduction(config: Config, read: ConfigReader): string[] {
  const demo = (value?: string) => value?.startsWith('demo-') ?? false;
  return [
    demo(config.secret) ? "PLAI_SECRET is the demonstration's: make your own" : '',
    demo(config.opsToken) ? "OPS_TOKEN is the demonstration's: make your own" : '',
    config.stripe.secretKey === 'sk_test_demo' ? "STRIPE_SECRET_KEY is the demonstration's" : '',
    config.stripe.webhookSecrets.some((secret) => secret.startsWith('whsec_demo'))
      ? "STRIPE_WEBHOOK_SECRET is the demonstration's"
      : '',
    config.demo ? 'PLAI_DEMO must not be set in production: demo sign-ins are open to everybody' : '',
    config.replayToken ? 'REPLAY_TOKEN must not be set in production' : '',
    config.stripe.host ? 'STRIPE_HOST must not be set in production: payments would go to a sandbox' : '',
    config.ratesMaxDays > RATES_DAYS_MOST
      ? `RATES_MAX_DAYS must be at most ${RATES_DAYS_MOST} in production: gifts would be counted at rates that are long over`
      : '',
    config.texts?.url.startsWith('http:') ? 'TEXTS_URL must begin with https:// in production' : '',
    config.publicUrl.startsWith('http:') ? 'PUBLIC_URL must begin with https:// in production' : '',
    read.value('MAIL_FROM')
      ? ''
      : 'MAIL_FROM is missing: give the sender of letters, for example Plai <plai@example.org>',
    config.operator
      ? ''
      : 'OPERATOR is missing: give the name, address and register number of who runs Plai, and who signs',
    config.successor
      ? ''
      : 'SUCCESSOR is missing: name the organisation that takes over when the operator cannot go on',
  ].filter(Boolean);
}
