import { type BudgetVoteId, type PrepareVote, PreparingService } from '#libs/budgeting/src/index.js';
import { type Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { BoardService, type OptionId, OptionsService } from '#libs/needs/src/index.js';
import { NeighboursService, type Roll } from '#libs/neighbours/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import type { Room } from './room.js';
import { person, type Town } from './town.js';

const DAY = 86_400_000;

type Wish = Pick<PrepareVote, 'budget' | 'options'> & Partial<PrepareVote>;

/** Votes under a budget in a town of a spec: neighbours join, the town hall prices what they need, a vote opens and closes. */
export class BudgetTown {
  constructor(
    private readonly room: Room,
    private readonly town: Town,
  ) {}

  /** Somebody who has joined the town. */
  async neighbour(roll: Roll = 'resident', part: string | null = null): Promise<PersonId> {
    const who = await this.room.db.transaction((tx) => person(tx));
    await this.room.get(NeighboursService).join({ placeCode: this.town.placeCode, roll, part }, who);
    return who;
  }

  /** A need of the board, which a neighbour writes, and the option that the town hall makes of it. */
  async option(cost: Money, title = 'Lumină pe strada Nucilor', by?: PersonId): Promise<OptionId> {
    const [need, id, lang, { placeCode, mayor }] = [newId<'TownNeed'>(), newId<'Option'>(), 'ro', this.town] as const;
    const who = by ?? (await this.neighbour());
    await this.room.get(BoardService).propose({ id: need, placeCode, lang, title, why: 'E întuneric seara.' }, who);
    const wish = {
      id,
      placeCode,
      needs: [need],
      lang,
      title,
      description: 'Douăzeci de lămpi.',
      cost,
      source: 'oferta',
    };
    await this.room.get(OptionsService).make(wish, mayor);
    return id;
  }

  /** A vote as the town hall prepares it: for seven days, and whoever reads an address may vote. */
  async prepared(wish: Wish, by: PersonId = this.town.mayor): Promise<BudgetVoteId> {
    const usual = { lang: 'ro', title: 'Ce facem în 2027', days: 7, identity: 'email' } as const;
    const vote = { id: newId<'BudgetVote'>(), townHallId: this.town.townHallId, ...usual, ...wish };
    await this.room.get(PreparingService).prepare(vote, by);
    return vote.id;
  }

  /** The same, to which the association has agreed. */
  async opened(wish: Wish): Promise<BudgetVoteId> {
    const id = await this.prepared(wish);
    await this.room.get(PreparingService).agree(id, this.town.president);
    return id;
  }

  /** Its last day passes, and its ballots are counted. */
  async close(): Promise<void> {
    await this.room.get(Clock).moveBy(9 * DAY);
    await this.room.get(Courier).run('budgeting.close');
    await this.room.drain();
  }
}
