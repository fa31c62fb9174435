import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FundsQueries } from '#libs/funds/src/index.js';
import { refuse } from '#libs/kernel/src/index.js';
import { type JournalProof, ProofsQueries } from '#libs/ledger/src/index.js';
import { ReceiptsQueries } from '#libs/pledges/src/index.js';
import { Limit } from '../edge/decorators.js';
import { Answer } from '../edge/page.js';
import { receiptJson, type ReceiptJson } from './pledges.json.js';
import { ReceiptParams } from './pledges.requests.js';

/** What a receipt's code proves. */
@ApiTags('giving')
@Controller('/api/v1/receipts')
export class ReceiptsApi {
  constructor(
    private readonly receipts: ReceiptsQueries,
    private readonly proofs: ProofsQueries,
    private readonly funds: FundsQueries,
  ) {}

  /** Proves a receipt to anybody who has its code. */
  @Get('/:code')
  @Limit({ name: 'receipt', points: 60, seconds: 600 })
  async receipt(@Param() { code }: ReceiptParams): Promise<ReceiptJson> {
    return receiptJson(await this.receipts.find(code), await this.funds.byReceipt(code));
  }

  /**
   * That the gift lies in the books, as a file that `verify` checks: its journal, the way from it to its seal and on to a
   * published head. It shows nothing of other gifts. Refused until it is sealed, which takes seconds.
   */
  @Get('/:code/proof')
  @Limit({ name: 'receipt', points: 60, seconds: 600 })
  async proof(@Param() { code }: ReceiptParams): Promise<Answer<JournalProof, 200>> {
    const key = (await this.receipts.journalOf(code)) ?? (await this.funds.byReceipt(code))?.journal;
    if (!key) throw refuse('not-found', 'not-found', 'No gift has this code.');
    const proof = await this.proofs.of(key);
    if (!proof)
      throw refuse('conflict', 'gift-not-sealed', 'The gift is sealed within a minute; then there is a proof.');
    const name = `plai-proof-${code.replace(/[^0-9A-Za-z]/g, '')}.json`;
    return new Answer(proof, 200, { 'content-disposition': `attachment; filename="${name}"` });
  }
}
