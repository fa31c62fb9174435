import type { Check } from './finding.js';

/** I11: news leaves the outbox; here real time counts, not the clock that tests move. */
export const OUTBOX_CHECKS: readonly Check[] = [
  {
    invariant: 'I11',
    kind: 'news-waits',
    sql: `
      select 'event:' || id as subject, name, at as since
        from platform.outbox where sent_at is null and at < now() - interval '15 minutes'`,
  },
];
