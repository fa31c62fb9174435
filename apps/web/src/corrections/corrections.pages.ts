import { Controller, Get, Param, Post, UseGuards } from '@nestjs/common';
import {
  type JournalCorrection,
  type CorrectionId,
  CorrectionsQueries,
  CorrectionsService,
} from '#libs/corrections/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { isId, refuse } from '#libs/kernel/src/index.js';
import { type AccountCode, JournalsQueries } from '#libs/ledger/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { listById, listPage, type Page, type Redirect, seeOther } from '../edge/page.js';
import { idIn } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { namesOrAddresses } from '../layout/names.js';
import { StepForm } from '../operator/operator.requests.js';
import { CorrectionForm } from './corrections.requests.js';
import { correctionPage, correctionsPage } from './corrections.view.js';
import { accountPage, journalPage } from './journal.view.js';
import { Journals } from './journals.service.js';

const SHOWN = 30;
const ENTRIES = 50;

/** Single journals and accounts, and what is corrected of them by two. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator')
export class CorrectionPages {
  constructor(
    private readonly corrections: CorrectionsService,
    private readonly queries: CorrectionsQueries,
    private readonly journals: JournalsQueries,
    private readonly seen: Journals,
    private readonly persons: PersonsService,
  ) {}

  @Get('/corrections')
  async list(@Read() reading: Reading): Promise<Page> {
    const found = await this.queries.list({ limit: SHOWN + 1, after: idIn(reading.query) });
    const { items: corrections, next } = listById(found, SHOWN);
    return correctionsPage(reading, { corrections, next });
  }

  @Get('/corrections/:id')
  async one(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    const correction = await this.mustFind(id);
    const names = await namesOrAddresses(this.persons, [correction.askedBy, correction.decidedBy]);
    return correctionPage(reading, correction, names);
  }

  /** Whoever asked takes it back. */
  @Post('/corrections/:id/withdrawal')
  withdraw(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(StepForm) form: Form<StepForm>,
  ): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async () => {
        await this.corrections.withdraw((await this.mustFind(id)).id, reading.person());
        return seeOther(reading.href(`/operator/corrections/${id}`));
      },
      () => this.one(reading, id),
    );
  }

  @Get('/journals/:journal')
  async journal(@Read() reading: Reading, @Param('journal') journal: string): Promise<Page> {
    return journalPage(reading, await this.seen.mustFind(journal), Form.blank());
  }

  /** Asks a second person to take it back. */
  @Post('/journals/:journal')
  ask(
    @Read() reading: Reading,
    @Param('journal') name: string,
    @FormOf(CorrectionForm) form: Form<CorrectionForm>,
  ): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ id, reason }) => {
        const { journal } = await this.seen.mustFind(name);
        await this.corrections.ask({ id, journalId: journal.id, reason }, reading.person());
        return seeOther(reading.href(`/operator/corrections/${id}?done=asked`));
      },
      async (again) => journalPage(reading, await this.seen.mustFind(name), again),
    );
  }

  @Get('/ledger-account')
  async account(@Read() reading: Reading): Promise<Page> {
    const [code, asked] = [reading.query.get('code') ?? '', reading.query.get('before') ?? ''];
    if (!/^(held|memo):[^:\s]{1,80}:[a-z-]{1,40}:[A-Z]{3}$/.test(code))
      throw refuse('not-found', 'not-found', 'No such account.');
    const before = /^\d{1,18}\.\d{1,18}\.\d{1,3}$/.test(asked) ? asked : undefined;
    const found = await this.journals.ofAccount(code as AccountCode, { before, limit: ENTRIES + 1 });
    const { items: entries, next } = listPage(found, ENTRIES, { keyOf: ({ cursor }) => cursor, show: (row) => row });
    return accountPage(reading, { code, entries, next });
  }

  private async mustFind(id: string): Promise<JournalCorrection> {
    const found = isId(id) ? await this.queries.find(id as CorrectionId) : null;
    if (!found) throw refuse('not-found', 'not-found', 'No such correction.');
    return found;
  }
}
