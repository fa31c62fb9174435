import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditModule } from '#libs/audit/src/index.js';
import { Money, newId } from '#libs/kernel/src/index.js';
import { isAway } from '#libs/platform/src/index.js';
import { type Give, GivingService, PledgesModule } from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign, type TestCampaign } from '../../../test/support/campaign.js';
import { type Cuttable, cuttable } from '../../../test/support/cut.js';
import { cloneDatabase } from '../../../test/support/database.js';
import { Disputes } from '../../../test/support/disputes.js';
import { openStripeRoom, type StripeRoom } from '../../../test/support/sandbox.js';
import { asSuperuser } from '../../../test/support/superuser.js';
import { Tries } from '../../../test/support/tries.js';

const CROWD = 20;

// What goes wrong, delivery: what comes later than anybody waits. `Disputes.settled` asks the audit, which must find nothing.
describe('the failure catalogue, a database that stalls:', () => {
  let room: StripeRoom;
  let way: Cuttable;
  let people: Disputes;
  let keep: TestCampaign;
  beforeAll(async () => {
    way = await cuttable(await cloneDatabase());
    // A statement may run four seconds; five seconds of silence and the connection is given up.
    const env = { DATABASE_URL: way.url, DATABASE_STATEMENT_SECONDS: '4' };
    room = await openStripeRoom([PledgesModule, AuditModule], env);
    people = new Disputes(room);
    await room.get(RatesService).loadShipped();
    keep = await openCampaign(room.db, { model: 'keep', optimum: '1000000' });
  });
  afterAll(async () => {
    await room.close();
    await way.close();
  });

  const form = (): Give => ({
    ...{ id: newId<'Pledge'>(), projectId: keep.projectId, email: `s-${newId()}@example.com`, lang: 'ro' },
    ...{ amount: Money.parse('50', 'EUR'), coverFee: false, follow: false, shortfall: 'return', by: 'card' },
    paths: { success: '/s', cancel: '/c' },
  });
  const give = (one: Give) => room.get(GivingService).give(one);
  const written = async (forms: readonly Give[]) =>
    (await room.db.rows('select 1 from pledges.pledge where id = any($1)', [forms.map(({ id }) => id)])).length;
  /** What a promise came to: 'away' when it was refused because the database is. */
  const told = (asked: Promise<unknown>) =>
    asked.then(
      () => 'done',
      (error: unknown) => (isAway(error) ? 'away' : String(error)),
    );
  const counted = async () =>
    await room.db.rows<{ id: string; n: number }>(
      `select e.gift::text as id, count(distinct j.id)::int as n from ledger.journal j join ledger.entry e on e.journal_id = j.id
        where j.kind = 'pledge.counted' group by 1`,
    );

  it('a lock that does not come → all who wait hear so, and the same forms later are one gift each', async () => {
    const forms = Array.from({ length: CROWD }, form);
    await asSuperuser(room, async (client) => {
      await client.query('begin; lock table pledges.pledge in exclusive mode');
      expect(await Promise.all(forms.map((one) => told(give(one))))).toEqual(forms.map(() => 'away'));
      await client.query('rollback');
    });
    expect(await written(forms)).toBe(0);
    const gifts = await Promise.all(forms.map(give));
    expect(gifts.map(({ id }) => id)).toEqual(forms.map(({ id }) => id));
    expect(await written(forms)).toBe(CROWD);
    await people.settled();
  });

  it('a statement that does not end → given up by the database', async () => {
    expect(await told(room.db.rows('select pg_sleep(60)'))).toBe('away');
  });

  it('a commit that is done and never answered → given up by us; each step again is a no-op', async () => {
    const one = form();
    const tries = new Tries(room);
    way.stallNext();
    expect(await told(give(one))).toBe('away');
    expect(await written([one])).toBe(1);
    const gift = await give(one);
    await room.get(GivingService).payUrl(gift);
    // Stripe's message is stored, and its sender does not hear so: it sends it again.
    way.stallNext();
    await people.pay(gift.id);
    await room.stripe.control.idle({ timeoutMs: 60_000 });
    // So are the steps that follow.
    for (let stalled = 0; stalled < 3; stalled += 1) {
      way.stallNext();
      await tries.work();
    }
    expect(way.cuts()).toBe(5);
    for (let round = 0; round < 4; round += 1) {
      await room.pass(10);
      await room.stripe.control.idle({ timeoutMs: 60_000 });
      await tries.work();
    }
    expect(tries.left).toBe(0);
    await people.settled();
    expect((await people.now(gift.id)).state).toBe('counted');
    expect(await counted()).toEqual([{ id: gift.id, n: 1 }]);
  });
});
