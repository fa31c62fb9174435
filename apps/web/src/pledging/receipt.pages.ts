import { Controller, Get, Param } from '@nestjs/common';
import { HeadsQueries, ProofsQueries } from '#libs/ledger/src/index.js';
import { PledgesQueries } from '#libs/pledges/src/index.js';
import { Limit, Read } from '../edge/decorators.js';
import { type Page, Redirect } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { ProjectFaces } from '../projects/project.faces.js';
import { receiptAskPage, receiptPage, receiptUnknownPage } from './receipt.view.js';

/** Receipts that anybody can check: by the code's own address, in the reader's language. */
@Controller()
export class ReceiptPages {
  constructor(
    private readonly pledges: PledgesQueries,
    private readonly proofs: ProofsQueries,
    private readonly heads: HeadsQueries,
    private readonly faces: ProjectFaces,
  ) {}

  @Get('/v')
  @Limit({ name: 'receipt', points: 60, seconds: 600 })
  ask(@Read() reading: Reading): Page | Redirect {
    const code = (reading.query.get('code') ?? '').replace(/[^0-9A-Za-z]/g, '').slice(0, 40);
    return code ? new Redirect(`/v/${code}?lang=${reading.lang}`, 302) : receiptAskPage(reading);
  }

  @Get('/v/:code')
  @Limit({ name: 'receipt', points: 60, seconds: 600 })
  async show(@Read() reading: Reading, @Param('code') code: string): Promise<Page> {
    const proof = await this.pledges.byReceipt(code.slice(0, 40));
    if (!proof) return receiptUnknownPage(reading, code);
    const journal = await this.pledges.journalOfReceipt(code.slice(0, 40));
    const [face, place, head] = await Promise.all([
      this.faces.of(proof.projectId),
      this.proofs.placeOf(journal!),
      this.heads.newest(),
    ]);
    return receiptPage(reading, proof, { code, face, place, head });
  }
}
