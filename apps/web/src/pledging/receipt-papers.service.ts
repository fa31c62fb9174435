import { Injectable } from '@nestjs/common';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { refuse } from '#libs/kernel/src/index.js';
import { HeadsQueries, ProofsQueries } from '#libs/ledger/src/index.js';
import { type Pledge, PledgesQueries } from '#libs/pledges/src/index.js';
import type { Reading } from '../edge/reading.js';
import { ProjectFaces } from '../projects/project.faces.js';
import { receiptPaper } from './receipt.paper.js';

/** Puts together what a receipt on paper says. */
@Injectable()
export class ReceiptPapers {
  constructor(
    private readonly pledges: PledgesQueries,
    private readonly faces: ProjectFaces,
    private readonly persons: PersonsService,
    private readonly bodies: BodiesQueries,
    private readonly proofs: ProofsQueries,
    private readonly heads: HeadsQueries,
  ) {}

  /** The receipt of a gift as a PDF. Throws `gift-not-counted` before the money is here. */
  async receipt(reading: Reading, pledge: Pledge): Promise<Buffer> {
    const journal = await this.pledges.journalOfReceipt(pledge.receiptCode);
    if (!journal) throw refuse('conflict', 'gift-not-counted', 'The gift has not come yet; then there is a receipt.');
    const [face, [card], association, place, head] = await Promise.all([
      this.faces.of(pledge.projectId),
      this.persons.cards([pledge.personId]),
      pledge.associationId && this.bodies.find(pledge.associationId),
      this.proofs.placeOf(journal),
      this.heads.newest(),
    ]);
    return receiptPaper(reading, {
      pledge,
      face,
      place,
      head,
      name: card!.name,
      association: association?.name ?? null,
    });
  }
}
