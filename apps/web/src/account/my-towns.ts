import { Injectable } from '@nestjs/common';
import { type BudgetVote, BudgetVotesQueries } from '#libs/budgeting/src/index.js';
import { type PlaceFound, PlacesQueries } from '#libs/hometowns/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import { HidingQueries, type WrittenNeed } from '#libs/needs/src/index.js';
import { NeighboursQueries } from '#libs/neighbours/src/index.js';

/** A town that somebody has joined, with what he wrote on its board and its newest votes. */
export interface MyTown {
  readonly place: PlaceFound;
  readonly needs: readonly WrittenNeed[];
  readonly votes: readonly BudgetVote[];
}

const NEEDS = 50;
const VOTES = 3;

/** Collects a person's towns from the rooms that keep them. */
@Injectable()
export class MyTowns {
  constructor(
    private readonly neighbours: NeighboursQueries,
    private readonly places: PlacesQueries,
    private readonly written: HidingQueries,
    private readonly votes: BudgetVotesQueries,
  ) {}

  /** In the order in which he joined them. */
  async of(by: PersonId): Promise<MyTown[]> {
    const [joined, needs] = await Promise.all([this.neighbours.townsOf(by), this.written.ofPerson(by, NEEDS)]);
    return Promise.all(
      joined.map(async ({ placeCode }) => ({
        place: (await this.places.byCode(placeCode))!,
        needs: needs.filter((need) => need.placeCode === placeCode),
        votes: await this.votes.ofTown(placeCode, { limit: VOTES }),
      })),
    );
  }
}
