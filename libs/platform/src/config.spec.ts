import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from './config.js';

const LOCAL = {
  PUBLIC_URL: 'http://localhost:3000',
  DATABASE_URL: 'postgres://plai@127.0.0.1/plai',
  STRIPE_SECRET_KEY: 'sk_test_demo',
  STRIPE_WEBHOOK_SECRET: 'whsec_demo_0123456789',
  STRIPE_HOST: '127.0.0.1',
  STRIPE_PORT: '3001',
  STRIPE_PROTOCOL: 'http',
  SMTP_URL: 'smtp://127.0.0.1:1025',
  FILES_DIR: '/var/lib/plai',
  PLAI_SECRET: 'demo-secret-that-is-no-secret-0123456789',
  OPS_TOKEN: 'demo-operations-token',
  PLAI_DEMO: '1',
  REPLAY_TOKEN: 'demo-replay-token',
};
const PRODUCTION = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://plai.example.org/',
  DATABASE_URL: 'postgres://plai:secret@db/plai',
  STRIPE_SECRET_KEY: 'sk_live_0123456789',
  STRIPE_WEBHOOK_SECRET: 'whsec_one, whsec_two',
  SMTP_URL: 'smtps://user:secret@mail.example.org',
  MAIL_FROM: 'Plai <plai@example.org>',
  OPERATOR: 'Asociația Plai, IDNO 1026620000000, str. Pușkin 1, Chișinău',
  SUCCESSOR: 'Fundația Urmașii',
  FILES_DIR: '/var/lib/plai',
  PLAI_SECRET: '0123456789abcdef0123456789abcdef',
  OPS_TOKEN: '0123456789abcdef',
};
const S3 = {
  S3_ENDPOINT: 'https://s3.example.org/',
  S3_BUCKET: 'plai',
  S3_ACCESS_KEY: 'key',
  S3_SECRET_KEY: 'secret',
  FILES_DIR: undefined,
};
type Over = Readonly<Record<string, string | undefined>>;

function problems(env: Over): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('the configuration', () => {
  it('takes a provider of text messages with its key, over TLS in production, and none at all', () => {
    const texts = { TEXTS_URL: 'http://127.0.0.1:3002/texts', TEXTS_KEY: 'a-key' };
    expect(readConfig(LOCAL).texts).toBeUndefined();
    expect(readConfig({ ...LOCAL, ...texts }).texts).toEqual({ url: texts.TEXTS_URL, key: 'a-key', aDay: 500 });
    expect(readConfig({ ...LOCAL, ...texts, TEXTS_A_DAY: '40' }).texts?.aDay).toBe(40);
    expect(problems({ ...LOCAL, TEXTS_URL: texts.TEXTS_URL })[0]).toContain('TEXTS_KEY');
    expect(problems({ ...LOCAL, TEXTS_KEY: 'a-key' })).toEqual(['TEXTS_KEY is set without TEXTS_URL']);
    expect(problems({ ...LOCAL, TEXTS_A_DAY: '40' })).toEqual(['TEXTS_A_DAY is set without TEXTS_URL']);
    expect(problems({ ...PRODUCTION, ...texts })).toEqual(['TEXTS_URL must begin with https:// in production']);
  });

  it('takes a demonstration and a production as they are', () => {
    expect([problems(LOCAL), problems(PRODUCTION), problems({ ...PRODUCTION, ...S3 })]).toEqual([[], [], []]);
    const config = readConfig({ ...PRODUCTION, HOST: '', RATES_URL: '' });
    expect([config.publicUrl, config.host, config.port]).toEqual(['https://plai.example.org', '127.0.0.1', 3000]);
    const account = { secretKey: 'sk_live_0123456789', webhookSecrets: ['whsec_one', 'whsec_two'] };
    expect(config.stripe).toEqual({ ...account, callsPerSecond: 20 });
    expect(config.ratesMaxDays).toBe(10);
    expect(readConfig(LOCAL).stripe.callsPerSecond).toBeUndefined();
    expect(readConfig({ ...LOCAL, STRIPE_CALLS_PER_SECOND: '90' }).stripe.callsPerSecond).toBe(90);
    expect(config.databaseMigrateUrl).toBe(config.databaseUrl);
    expect(readConfig({ ...PRODUCTION, ...S3 }).files).toMatchObject({ s3: { endpoint: 'https://s3.example.org' } });
  });

  it.each<[string, Over]>([
    ['PUBLIC_URL', { PUBLIC_URL: undefined }],
    ['PUBLIC_URL', { PUBLIC_URL: 'localhost:3000' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'http://localhost:3000/plai' }],
    ['PORT', { PORT: 'eighty' }],
    ['PORT', { PORT: '70000' }],
    ['DATABASE_URL', { DATABASE_URL: '' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://db/plai' }],
    ['DATABASE_MIGRATE_URL', { DATABASE_MIGRATE_URL: 'db/plai' }],
    ['DATABASE_READ_URL', { DATABASE_READ_URL: 'http://db' }],
    ['REDIS_URL', { REDIS_URL: 'localhost:6379' }],
    ['STRIPE_SECRET_KEY', { STRIPE_SECRET_KEY: undefined }],
    ['STRIPE_SECRET_KEY', { STRIPE_SECRET_KEY: 'pk_test_demo' }],
    ['STRIPE_WEBHOOK_SECRET', { STRIPE_WEBHOOK_SECRET: ' , ' }],
    ['STRIPE_WEBHOOK_SECRET', { STRIPE_WEBHOOK_SECRET: 'whsec_one,two' }],
    ['STRIPE_PROTOCOL', { STRIPE_PROTOCOL: 'htps' }],
    ['STRIPE_PORT', { STRIPE_PORT: '-1' }],
    ['STRIPE_PORT', { STRIPE_HOST: undefined, STRIPE_PROTOCOL: undefined }],
    ['SMTP_URL', { SMTP_URL: 'mail.example.org' }],
    ['MAIL_FROM', { MAIL_FROM: 'Plai' }],
    ['FILES_DIR', { FILES_DIR: undefined }],
    ['FILES_DIR and S3_BUCKET', { ...S3, FILES_DIR: '/var/lib/plai' }],
    ['S3_ENDPOINT', { ...S3, S3_ENDPOINT: 's3.example.org' }],
    ['S3_ACCESS_KEY', { ...S3, S3_ACCESS_KEY: undefined }],
    ['S3_SECRET_KEY', { ...S3, S3_SECRET_KEY: '' }],
    ['S3_REGION', { S3_REGION: 'eu-central-1' }],
    ['PLAI_SECRET', { PLAI_SECRET: undefined }],
    ['PLAI_SECRET', { PLAI_SECRET: 'short' }],
    ['OPS_TOKEN', { OPS_TOKEN: 'short' }],
    ['REPLAY_TOKEN', { REPLAY_TOKEN: 'short' }],
    ['PLAI_DEMO', { PLAI_DEMO: 'yes' }],
    ['RATES_URL', { RATES_URL: 'bnm.md' }],
    ['ECB_RATES_URL', { ECB_RATES_URL: 'ecb' }],
    ['RATES_MAX_DAYS', { RATES_MAX_DAYS: '0' }],
  ])('names %s alone when it is wrong: %j', (name, over) => {
    const found = problems({ ...LOCAL, ...over });
    expect(found).toHaveLength(1);
    expect(found[0]!.startsWith(`${name} `)).toBe(true);
  });

  it('names everything that is missing at once', () => {
    const named = problems({}).map((problem) => problem.split(' ')[0]);
    expect(named).toEqual(
      expect.arrayContaining([
        'DATABASE_URL',
        'PUBLIC_URL',
        'SMTP_URL',
        'STRIPE_SECRET_KEY',
        'PLAI_SECRET',
        'FILES_DIR',
      ]),
    );
  });

  it.each<[string, Over]>([
    ['PLAI_SECRET', { PLAI_SECRET: LOCAL.PLAI_SECRET }],
    ['OPS_TOKEN', { OPS_TOKEN: LOCAL.OPS_TOKEN }],
    ['STRIPE_SECRET_KEY', { STRIPE_SECRET_KEY: LOCAL.STRIPE_SECRET_KEY }],
    ['STRIPE_WEBHOOK_SECRET', { STRIPE_WEBHOOK_SECRET: LOCAL.STRIPE_WEBHOOK_SECRET }],
    ['STRIPE_HOST', { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_HOST: '127.0.0.1' }],
    ['PLAI_DEMO', { STRIPE_SECRET_KEY: 'sk_test_1', PLAI_DEMO: '1' }],
    ['REPLAY_TOKEN', { STRIPE_SECRET_KEY: 'sk_test_1', REPLAY_TOKEN: LOCAL.REPLAY_TOKEN }],
    ['PUBLIC_URL', { PUBLIC_URL: LOCAL.PUBLIC_URL }],
    ['MAIL_FROM', { MAIL_FROM: undefined }],
    ['OPERATOR', { OPERATOR: undefined }],
    ['SUCCESSOR', { SUCCESSOR: '' }],
    ['RATES_MAX_DAYS', { RATES_MAX_DAYS: '32' }],
  ])('refuses a demonstration’s %s in production', (name, over) => {
    expect(problems({ ...PRODUCTION, ...over })).toEqual([expect.stringMatching(new RegExp(`^${name} `))]);
  });

  it('keeps a real key from sandbox, demo sign-ins and replay, whatever NODE_ENV says', () => {
    for (const key of ['sk_live_0123456789', 'rk_live_0123456789']) {
      const named = problems({ ...LOCAL, STRIPE_SECRET_KEY: key }).map((problem) => problem.split(' ')[0]);
      expect(named).toEqual(['STRIPE_HOST', 'PLAI_DEMO', 'REPLAY_TOKEN']);
    }
  });
});
