import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { InterestsService } from '#libs/hometowns/src/index.js';
import { type ApprovalId, Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { BudgetTown } from '../../../test/support/budget-town.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { asSuperuser } from '../../../test/support/superuser.js';
import { buildTown, type Town } from '../../../test/support/town.js';
import { BudgetingModule, type BudgetVoteId, BudgetVotesQueries, VoidingService } from './index.js';

describe('stopping a vote when its officers change', () => {
  let room: Room;
  let town: Town;
  let voiding: VoidingService;
  let voteId: BudgetVoteId;
  beforeAll(async () => {
    room = await openRoom([BudgetingModule]);
    voiding = room.get(VoidingService);
  });
  afterAll(() => room.close());
  beforeEach(async () => {
    town = await buildTown(room);
    const budget = new BudgetTown(room, town);
    const options = [await budget.option(Money.lei(2000n)), await budget.option(Money.lei(2000n))];
    voteId = await budget.opened({ budget: Money.lei(4000n), options });
  });

  const ask = async (by = town.mayor): Promise<ApprovalId> => {
    const id = newId<'Approval'>();
    await voiding.ask({ id, voteId, reason: 'Prețul fântânii era greșit.' }, by);
    return id;
  };
  const leaves = (who: PersonId) =>
    asSuperuser(room, (client) => client.query('update hometowns.membership set until = platform.now(), ended_by = person_id where person_id = $1 and until is null', [who])); // prettier-ignore
  const state = async (id: ApprovalId) => (await room.get(ApprovalsQueries).find(id))!.state;
  const voteState = async () => (await room.get(BudgetVotesQueries).find(voteId))!.state;

  it('is asked anew when the mayor who asked has left; his question falls', async () => {
    const old = await ask();
    await leaves(town.mayor);
    await expect(voiding.agree(old, town.president)).rejects.toMatchObject({ code: 'asker-left' });
    const again = await ask(town.secretary);
    expect([await state(old), await state(again)]).toEqual(['withdrawn', 'waiting']);
    await voiding.agree(again, town.president);
    expect(await voteState()).toBe('void');
  });

  it('is asked of the operator when the association that was asked has no president any more', async () => {
    const old = await ask();
    await expect(ask(town.secretary)).rejects.toMatchObject({ code: 'approval-waiting' });
    await leaves(town.president);
    const again = await ask(town.secretary);
    expect(await state(old)).toBe('withdrawn');
    await voiding.agree(again, town.operators[0]);
    expect(await voteState()).toBe('void');
  });

  it('is taken back by another officer of the town hall, and by nobody else', async () => {
    const asked = await ask();
    await expect(voiding.decline(asked, '', town.accountant)).rejects.toMatchObject({ kind: 'not-found' });
    expect(await state(asked)).toBe('waiting');
    await voiding.decline(asked, '', town.secretary);
    expect([await state(asked), await voteState()]).toEqual(['withdrawn', 'open']);
    await expect(voiding.agree(asked, town.president)).rejects.toMatchObject({ code: 'approval-decided' });
    expect((await room.get(ApprovalsQueries).find(await ask()))!.state).toBe('waiting');
  });

  it('is not answered by a president who has said since that he works for the town hall', async () => {
    const asked = await ask();
    const interest = { id: newId<'Interest'>(), ground: 'town-hall-staff', what: 'Contabil' } as const;
    await room.get(InterestsService).declare(town.associationId, interest, town.president);
    await expect(voiding.agree(asked, town.president)).rejects.toMatchObject({ code: 'second-person-needed' });
    await voiding.agree(await ask(town.secretary), town.operators[0]);
    expect(await voteState()).toBe('void');
  });

  it('is asked for five times at most, however often it is taken back', async () => {
    for (let n = 0; n < 5; n += 1) await voiding.decline(await ask(), '', town.mayor);
    await expect(ask()).rejects.toMatchObject({ code: 'stop-often', params: { n: 5 } });
    expect(await voteState()).toBe('open');
  });
});
