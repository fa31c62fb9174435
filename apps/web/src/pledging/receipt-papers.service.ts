import { Injectable } from '@nestjs/common';
import { type FundGift, FundsQueries } from '#libs/funds/src/index.js';
import { BodiesQueries, PlacesQueries } from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { refuse } from '#libs/kernel/src/index.js';
import { HeadsQueries, ProofsQueries } from '#libs/ledger/src/index.js';
import { MatchingQueries } from '#libs/matching/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { type Pledge, PoolsQueries, ReceiptsQueries } from '#libs/pledges/src/index.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { type ProjectFace, ProjectFaces } from '../projects/project.faces.js';
import { lineWords, poolWords } from './gift-rows.view.js';
import { receiptPaper } from './receipt.paper.js';

/** Puts together what a receipt on paper says. */
@Injectable()
export class ReceiptPapers {
  constructor(
    private readonly receipts: ReceiptsQueries,
    private readonly faces: ProjectFaces,
    private readonly persons: PersonsService,
    private readonly bodies: BodiesQueries,
    private readonly proofs: ProofsQueries,
    private readonly heads: HeadsQueries,
    private readonly pools: PoolsQueries,
    private readonly calls: MatchingQueries,
    private readonly funds: FundsQueries,
    private readonly places: PlacesQueries,
    private readonly clock: Clock,
  ) {}

  /** The receipt of a gift as a PDF. Throws `gift-not-counted` before the money is here. */
  async receipt(reading: Reading, pledge: Pledge): Promise<Buffer> {
    const journal = await this.receipts.journalOf(pledge.receiptCode);
    if (!journal) throw refuse('conflict', 'gift-not-counted', 'The gift has not come yet; then there is a receipt.');
    const [face, [card], association, place, head] = await Promise.all([
      this.faces.of(pledge.projectId),
      this.persons.cards([pledge.personId]),
      pledge.associationId && this.bodies.find(pledge.associationId),
      this.proofs.placeOf(journal),
      this.heads.newest(),
    ]);
    return receiptPaper(reading, {
      ...{ gift: pledge, place, head, name: card!.name, association: association?.name ?? null },
      ...{ placeCode: face.place.code, now: face.now, parts: await this.pools.of(pledge) },
      match: await this.calls.ofGift(pledge.id),
      purpose: (own) => [
        [own.say('thanks.project'), `${own.text(face.plan.project.title).text}, ${placeLine(own, face.place)}`],
        ...wishesOf(own, pledge, face),
      ],
    });
  }

  /** The receipt of a gift to a town's fund as a PDF. Throws `gift-not-counted`. */
  async ofFund(reading: Reading, gift: FundGift): Promise<Buffer> {
    const proof = await this.funds.byReceipt(gift.receiptCode);
    if (!proof) throw refuse('conflict', 'gift-not-counted', 'The gift has not come yet; then there is a receipt.');
    const [town, [card], place, head, now] = await Promise.all([
      this.places.byCode(gift.placeCode),
      this.persons.cards([gift.personId]),
      this.proofs.placeOf(proof.journal),
      this.heads.newest(),
      this.clock.now(),
    ]);
    return receiptPaper(reading, {
      ...{ gift, place, head, name: card!.name, association: null, placeCode: gift.placeCode, now },
      ...{ parts: [], match: null },
      purpose: (own) => [[own.say('fund.label'), placeLine(own, town!)]],
    });
  }
}

/** For which line of the budget it is, and for whom he paid. */
function wishesOf(reading: Reading, pledge: Pledge, face: ProjectFace): (readonly [string, string])[] {
  const line = lineWords(reading, pledge, face);
  const { poolName, poolPeople } = pledge;
  return [
    ...(line === null ? [] : [[reading.say('gift.line'), line] as const]),
    ...(poolName === null ? [] : [[reading.say('gift.pool'), poolWords(reading, poolName, poolPeople!)] as const]),
  ];
}
