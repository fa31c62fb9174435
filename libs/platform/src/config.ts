import path from 'node:path';

/** Where Stripe's API is: the real one, or the sandbox. */
export interface StripeConfig {
  readonly secretKey: string;
  readonly webhookSecrets: readonly string[];
  readonly host?: string;
  readonly port?: number;
  readonly protocol?: 'http' | 'https';
}

/** A bucket of any S3-compatible store. */
export interface S3Config {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

/** Everything that a process of Plai takes from its environment, checked. Injected wherever a setting is needed. */
export class Config {
  readonly production!: boolean;
  readonly port!: number;
  readonly host!: string;
  /** The address people type, without a slash at its end. */
  readonly publicUrl!: string;
  readonly databaseUrl!: string;
  readonly databaseReadUrl?: string;
  readonly redisUrl?: string;
  readonly stripe!: StripeConfig;
  readonly smtpUrl!: string;
  readonly mailFrom!: string;
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
}

type Env = Readonly<Record<string, string | undefined>>;

/** What is wrong with the environment: one line a variable, each naming it. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The environment is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/** Reads and checks the environment. Throws ConfigError that names each variable that is missing or wrong. */
export function readConfig(env: Env): Config {
  const problems: string[] = [];
  const read = new Reader(env, problems);
  const production = env.NODE_ENV === 'production';
  const config: Config = {
    production,
    port: read.port('PORT', 3000),
    host: env.HOST ?? '127.0.0.1',
    publicUrl: read.url('PUBLIC_URL', ['http:', 'https:']).replace(/\/$/, ''),
    databaseUrl: read.url('DATABASE_URL', ['postgres:', 'postgresql:']),
    databaseReadUrl: read.optionalUrl('DATABASE_READ_URL', ['postgres:', 'postgresql:']),
    redisUrl: read.optionalUrl('REDIS_URL', ['redis:', 'rediss:']),
    stripe: stripeOf(read, env),
    smtpUrl: read.url('SMTP_URL', ['smtp:', 'smtps:']),
    mailFrom: env.MAIL_FROM ?? 'Plai <plai@localhost>',
    files: filesOf(read, env),
    opsToken: read.secretOrNone('OPS_TOKEN', 16),
    secret: read.secretOrNone('PLAI_SECRET', 32) ?? read.missing('PLAI_SECRET', 'at least 32 random characters'),
    replayToken: env.REPLAY_TOKEN,
    demo: env.PLAI_DEMO === '1',
    ratesUrl: read.optionalUrl('RATES_URL', ['http:', 'https:']),
  };
  if (production) problems.push(...unsafeInProduction(config, env));
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.assign(new Config(), config);
}

function stripeOf(read: Reader, env: Env): StripeConfig {
  const secretKey = read.text('STRIPE_SECRET_KEY');
  const webhookSecrets = read
    .text('STRIPE_WEBHOOK_SECRET')
    .split(',')
    .map((secret) => secret.trim())
    .filter(Boolean);
  const protocol = env.STRIPE_PROTOCOL === 'http' ? 'http' : 'https';
  const place = env.STRIPE_HOST
    ? ({ host: env.STRIPE_HOST, port: read.port('STRIPE_PORT', 443), protocol } as const)
    : {};
  return { secretKey, webhookSecrets, ...place };
}

function filesOf(read: Reader, env: Env): Config['files'] {
  if (!env.S3_BUCKET)
    return { dir: path.resolve(env.FILES_DIR ?? read.missing('FILES_DIR', 'a folder, or S3_BUCKET and its keys')) };
  return {
    s3: {
      endpoint: read.url('S3_ENDPOINT', ['http:', 'https:']).replace(/\/$/, ''),
      bucket: env.S3_BUCKET,
      region: env.S3_REGION ?? 'auto',
      accessKey: read.text('S3_ACCESS_KEY'),
      secretKey: read.text('S3_SECRET_KEY'),
    },
  };
}

function unsafeInProduction(config: Config, env: Env): string[] {
  const demo = (value?: string) => value?.startsWith('demo-') ?? false;
  return [
    demo(config.secret) ? "PLAI_SECRET is the demonstration's: make your own" : '',
    demo(config.opsToken) ? "OPS_TOKEN is the demonstration's: make your own" : '',
    config.stripe.webhookSecrets.some((secret) => secret.startsWith('whsec_demo'))
      ? "STRIPE_WEBHOOK_SECRET is the demonstration's"
      : '',
    config.demo ? 'PLAI_DEMO must not be set in production: demo sign-ins are open to everybody' : '',
    config.replayToken ? 'REPLAY_TOKEN must not be set in production' : '',
    config.stripe.host ? 'STRIPE_HOST must not be set in production: payments would go to a sandbox' : '',
    config.publicUrl.startsWith('https:') || env.ALLOW_HTTP === '1'
      ? ''
      : 'PUBLIC_URL must begin with https:// in production',
  ].filter(Boolean);
}

class Reader {
  constructor(
    private readonly env: Env,
    private readonly problems: string[],
  ) {}

  missing(name: string, what: string): string {
    this.problems.push(`${name} is missing: give ${what}`);
    return '';
  }

  text(name: string): string {
    return this.env[name] || this.missing(name, 'a value');
  }

  url(name: string, schemes: readonly string[]): string {
    return (
      this.optionalUrl(name, schemes) ??
      this.missing(name, `an address beginning with ${schemes.map((s) => `${s}//`).join(' or ')}`)
    );
  }

  optionalUrl(name: string, schemes: readonly string[]): string | undefined {
    const value = this.env[name];
    if (!value) return undefined;
    if (!URL.canParse(value) || !schemes.includes(new URL(value).protocol)) {
      this.problems.push(`${name} is not an address beginning with ${schemes.map((s) => `${s}//`).join(' or ')}`);
    }
    return value;
  }

  port(name: string, otherwise: number): number {
    const value = Number(this.env[name] ?? otherwise);
    if (!Number.isInteger(value) || value < 0 || value > 65_535)
      this.problems.push(`${name} must be a port number, 0 to 65535`);
    return value;
  }

  secretOrNone(name: string, least: number): string | undefined {
    const value = this.env[name];
    if (value && value.length < least) this.problems.push(`${name} must have at least ${least} characters`);
    return value;
  }
}
