import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { InterestsService } from '#libs/hometowns/src/index.js';
import { type BodyId, Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign, person, type TestCampaign } from '../../../test/support/campaign.js';
import { CardBank } from '../../../test/support/card-bank.js';
import { buildTogether } from '../../../test/support/partners.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { ClosingService, DeskQueries, GivingService, PledgesModule } from './index.js';

describe('two signatures that close a campaign before its day', () => {
  let room: Room;
  let closing: ClosingService;
  let campaign: TestCampaign;
  beforeAll(async () => {
    room = await openRoom([PledgesModule]);
    closing = room.get(ClosingService);
    await room.get(RatesService).loadShipped();
  });
  beforeEach(async () => {
    campaign = await openCampaign(room.db);
    const bank = new CardBank(room);
    const { id } = await room.get(GivingService).give({
      ...{ id: newId<'Pledge'>(), projectId: campaign.projectId, email: `donor-${newId()}@example.com`, lang: 'ro' },
      ...{ amount: Money.lei(105_000n), coverFee: false, by: 'card', shortfall: 'return', follow: false },
      paths: { success: '/ro/thanks/{ref}', cancel: '/ro/give/{id}' },
    });
    await bank.saveCard(id);
    await bank.drain();
  });
  afterAll(() => room.close());

  /** Somebody else has the office from now on; whoever had it is gone. */
  const succeed = (bodyId: BodyId, role: 'mayor' | 'president') =>
    room.db.transaction(async (tx) => {
      const next = await person(tx);
      await tx.query(
        `update hometowns.membership set until = platform.now(), ended_by = person_id where body_id = $1 and role = $2 and until is null`,
        [bodyId, role],
      );
      await tx.query(
        `insert into hometowns.membership (id, body_id, kind, person_id, role, via, since)
         select $1, id, kind, $3, $4, 'hand-over', platform.now() from hometowns.body where id = $2`,
        [newId(), bodyId, next, role],
      );
      return next;
    });
  const sign = (side: 'town-hall' | 'association', by: PersonId) => closing.closeEarly(campaign.projectId, side, by);
  const signed = async () => (await room.get(DeskQueries).progress(campaign.projectId)).signatures.map(({ side, personId }) => [side, personId]); // prettier-ignore

  it('are of people who have their offices when the second signs: whoever follows signs anew', async () => {
    expect(await sign('town-hall', campaign.mayor)).toBe('signed');
    expect(await signed()).toEqual([['town-hall', campaign.mayor]]);
    const mayor = await succeed(campaign.townHallId, 'mayor');
    expect(await signed()).toEqual([]);
    expect(await sign('association', campaign.president)).toBe('signed');
    expect(await sign('town-hall', mayor)).toBe('closed');
    expect(await signed()).toContainEqual(['town-hall', mayor]);
  });

  it('are of the association that answers for the project now, not of one that handed it over', async () => {
    expect(await sign('association', campaign.president)).toBe('signed');
    const { associationId, president } = await openCampaign(room.db);
    await room.db.rows('update projects.project set association_id = $2 where id = $1', [campaign.projectId, associationId]); // prettier-ignore
    expect([await signed(), await sign('town-hall', campaign.mayor)]).toEqual([[], 'signed']);
    expect(await sign('association', president)).toBe('closed');
  });

  it('are not of somebody who works for another of its towns', async () => {
    const partner = await openCampaign(room.db);
    await buildTogether(room, { id: campaign.projectId }, partner);
    await room.db.rows(
      `insert into hometowns.membership (id, body_id, kind, person_id, role, via, since) values ($1, $2, 'town-hall', $3, 'accountant', 'invitation', platform.now())`,
      [newId(), partner.townHallId, campaign.president],
    );
    await expect(sign('association', campaign.president)).rejects.toMatchObject({ code: 'second-person-needed' });
  });

  it('are not of somebody who says that he works for the town hall, nor soon after he has taken that back', async () => {
    await sign('town-hall', campaign.mayor);
    const [interests, { associationId, president }] = [room.get(InterestsService), campaign];
    const interest = { id: newId<'Interest'>(), ground: 'town-hall-staff', what: 'Contabil' } as const;
    await interests.declare(associationId, interest, president);
    await expect(sign('association', president)).rejects.toMatchObject({ code: 'second-person-needed' });
    await interests.withdraw(associationId, interest.id, president);
    await expect(sign('association', president)).rejects.toMatchObject({ code: 'second-person-needed' });
  });

  it('are of two sides, however many of one side have signed one after the other', async () => {
    await sign('town-hall', campaign.mayor);
    const mayor = await succeed(campaign.townHallId, 'mayor');
    await sign('town-hall', mayor);
    await room.db.rows(
      `insert into hometowns.membership (id, body_id, kind, person_id, role, via, since) values ($1, $2, 'town-hall', $3, 'secretary', 'invitation', platform.now())`,
      [newId(), campaign.townHallId, campaign.mayor],
    );
    expect(await sign('town-hall', campaign.mayor)).toBe('signed');
    expect(await sign('association', campaign.president)).toBe('closed');
  });
});
