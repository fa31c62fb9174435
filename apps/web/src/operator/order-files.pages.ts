import { Controller, Get, Param, Post, UseGuards } from '@nestjs/common';
import { type BankAccount, BankingQueries, BankService, type OrderFile, OrderFilesQueries, OrderFilesService } from '#libs/banking/src/index.js'; // prettier-ignore
import { isId, refuse } from '#libs/kernel/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, Raw, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { StepForm } from './operator.requests.js';
import { orderFilePage } from './order-files.view.js';
import { SignedThings } from './signed.service.js';

/** A file of payment orders: what two have signed, taken to the bank once. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator/order-files')
export class OrderFilePages {
  constructor(
    private readonly bank: BankService,
    private readonly banking: BankingQueries,
    private readonly files: OrderFilesService,
    private readonly queries: OrderFilesQueries,
    private readonly things: SignedThings,
  ) {}

  @Get('/:id')
  async show(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.shown(reading, id, Form.blank());
  }

  /** The file itself, once for each time that two have signed. */
  @Post('/:id/taking')
  async take(@Read() reading: Reading, @Param('id') id: string): Promise<Raw> {
    const { file, content, n } = await this.files.take((await this.mustFind(id)).id, reading.person());
    const name = n === 1 ? `${file.messageId}.xml` : `${file.messageId}-COPY-${n}.xml`;
    return new Raw('application/xml; charset=utf-8', content, {
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'private, no-store',
    });
  }

  @Post('/:id/copies')
  copy(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(StepForm) form: Form<StepForm>,
  ): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async () => {
        await this.files.askCopy((await this.mustFind(id)).id, reading.person());
        return seeOther(reading.href(`/operator/order-files/${id}?done=asked`));
      },
      (again) => this.shown(reading, id, again),
    );
  }

  private async shown(reading: Reading, id: string, form: Form): Promise<Page> {
    const file = await this.mustFind(id);
    const account: BankAccount | null = (await this.bank.accounts()).find((one) => one.id === file.accountId) ?? null;
    const [waits, orders] = await Promise.all([
      this.things.waiting(`order-file:${file.id}`),
      this.banking.orders({ file: file.id, limit: file.count }),
    ]);
    return orderFilePage(reading, { file, account, waits, orders }, form);
  }

  private async mustFind(id: string): Promise<OrderFile> {
    const file = isId(id) ? await this.queries.orderFile(id) : null;
    if (!file) throw refuse('not-found', 'not-found', 'No such file.');
    return file;
  }
}
