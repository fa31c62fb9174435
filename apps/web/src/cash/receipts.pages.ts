import { Controller, Get, Param, Post } from '@nestjs/common';
import { CashQueries, type Receipt, ReceiptsService, type ReceiptWords, VoidsService } from '#libs/cash/src/index.js';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { LineGiftsQueries } from '#libs/pledges/src/index.js';
import { refuse } from '#libs/kernel/src/index.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, Raw, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { typedSum } from '../edge/typed-sum.js';
import { giveLines, lineOf } from '../pledging/give-line.js';
import { ProjectFaces } from '../projects/project.faces.js';
import { CashDesk, type CashSeat } from './cash-desk.service.js';
import { ReceiptForm, VoidForm } from './cash.requests.js';
import { cashReceiptPaper } from './receipt.paper.js';
import { receiptFormPage, receiptPage } from './receipt.view.js';

const AT = '/:lang(^ro|ru|en$)/association/:body/cash/receipts';
type Where = Readonly<Record<'body' | 'receipt', string>>;

/** The receipts of an association's cashiers: written on a phone, signed by another officer, printed. */
@Controller()
export class CashReceiptPages {
  constructor(
    private readonly desk: CashDesk,
    private readonly cash: CashQueries,
    private readonly receipts: ReceiptsService,
    private readonly voids: VoidsService,
    private readonly places: PlacesQueries,
    private readonly faces: ProjectFaces,
    private readonly lines: LineGiftsQueries,
  ) {}

  @Get(`${AT}/new`)
  async blank(@Read() reading: Reading, @Param('body') body: string): Promise<Page> {
    const seat = await this.cashier(reading, body);
    const [only, ...others] = collecting(seat);
    const form = Form.blank({ lang: reading.lang, projectId: others.length === 0 ? only?.id : '' });
    return this.form(reading, seat, { form, receipt: null });
  }

  @Post(`${AT}/new`)
  async write(
    @Read() reading: Reading,
    @Param('body') body: string,
    @FormOf(ReceiptForm) form: Form<ReceiptForm>,
  ): Promise<Page | Redirect> {
    const seat = await this.cashier(reading, body);
    const work = async (input: ReceiptForm) => {
      const words = wordsOf(input);
      const { id } = await this.receipts.write({ id: input.id, associationId: seat.office.body.id, ...words }, reading.person()); // prettier-ignore
      return seeOther(reading.href(`/association/${body}/cash/receipts/${id}`));
    };
    return form.submit(reading, work, (again) => this.form(reading, seat, { form: again, receipt: null }));
  }

  @Get(`${AT}/:receipt`)
  async show(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    return this.page(reading, where, Form.blank());
  }

  @Get(`${AT}/:receipt/correct`)
  async corrected(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    const seat = await this.cashier(reading, where.body);
    const receipt = await this.desk.receipt(seat, where.receipt);
    const { projectId, lei, line, giver, email, lang, shortfall } = receipt;
    const [shown, onward] = [receipt.shown ? 'yes' : '', receipt.onward ? 'yes' : ''];
    const form = Form.blank({
      projectId,
      lei: lei.toString(),
      'line.id': line?.id,
      'line.units': line && String(line.units),
      giver,
      shown,
      email,
      lang,
      shortfall,
      onward,
    });
    return this.form(reading, seat, { form, receipt });
  }

  @Post(`${AT}/:receipt/correct`)
  async correct(
    @Read() reading: Reading,
    @Param() where: Where,
    @FormOf(ReceiptForm) form: Form<ReceiptForm>,
  ): Promise<Page | Redirect> {
    const seat = await this.cashier(reading, where.body);
    const receipt = await this.desk.receipt(seat, where.receipt);
    const work = async (input: ReceiptForm) => {
      await this.receipts.correct(receipt.id, wordsOf(input), reading.person());
      return seeOther(reading.href(`/association/${where.body}/cash/receipts/${where.receipt}`));
    };
    return form.submit(reading, work, (again) => this.form(reading, seat, { form: again, receipt }));
  }

  /** Void at once while nobody has signed; else another officer is asked. */
  @Post(`${AT}/:receipt/void`)
  async makeVoid(
    @Read() reading: Reading,
    @Param() where: Where,
    @FormOf(VoidForm) form: Form<VoidForm>,
  ): Promise<Page | Redirect> {
    const seat = await this.desk.seat(reading, where.body);
    const { id, state } = await this.desk.receipt(seat, where.receipt);
    const work = async ({ reason }: VoidForm) => {
      await (state === 'written'
        ? this.receipts.discard(id, reason, reading.person())
        : this.voids.ask(id, reason, reading.person()));
      return seeOther(reading.href(`/association/${where.body}/cash/receipts/${where.receipt}`));
    };
    return form.submit(reading, work, (again) => this.page(reading, where, again));
  }

  /** The receipt on paper, once two have signed. */
  @Get(`${AT}/:receipt/receipt.pdf`)
  async paper(@Read() reading: Reading, @Param() where: Where): Promise<Raw> {
    const seat = await this.desk.seat(reading, where.body);
    const receipt = await this.desk.receipt(seat, where.receipt);
    if (!receipt.signedAt) throw refuse('conflict', 'receipt-unsigned', 'Another officer has to sign it first.');
    const [face, nameOf] = await Promise.all([
      this.faces.of(receipt.projectId),
      this.desk.names([receipt.writtenBy, receipt.signedBy]),
    ]);
    const people = { cashier: nameOf(receipt.writtenBy), second: nameOf(receipt.signedBy) };
    const paper = await cashReceiptPaper(reading, { receipt, face, association: seat.office.body.name, ...people });
    return new Raw('application/pdf', paper, {
      'content-disposition': `attachment; filename="plai-cash-${receipt.n}.pdf"`,
    });
  }

  private async cashier(reading: Reading, body: string): Promise<CashSeat> {
    const seat = await this.desk.seat(reading, body);
    if (seat.own?.state !== 'named')
      throw refuse('forbidden', 'cashier-missing', 'Only a cashier of the association takes cash.');
    return seat;
  }

  private async form(
    reading: Reading,
    seat: CashSeat,
    { form, receipt }: { form: Form; receipt: Receipt | null },
  ): Promise<Page> {
    const place = await this.places.byCode(seat.office.body.placeCode);
    const cards = collecting(seat);
    const lines = await Promise.all(
      cards.map(async ({ id }) => {
        const [gifts, { plan }] = await Promise.all([this.lines.of(id), this.faces.of(id)]);
        return giveLines(gifts, plan.lines, form.value('line.id')).map((line) => ({
          ...line,
          project: plan.project.title,
        }));
      }),
    );
    return receiptFormPage(reading, { seat, form, receipt, cards, lines: lines.flat(), place: place! });
  }

  private async page(reading: Reading, where: Where, form: Form): Promise<Page> {
    const seat = await this.desk.seat(reading, where.body);
    const receipt = await this.desk.receipt(seat, where.receipt);
    const [face, deposit, nameOf] = await Promise.all([
      this.faces.of(receipt.projectId),
      receipt.depositId && this.cash.deposit(receipt.depositId),
      this.desk.names([receipt.writtenBy, receipt.signedBy, receipt.voidBy]),
    ]);
    return receiptPage(reading, { seat, receipt, face, deposit: deposit || null, nameOf, form });
  }
}

/** Projects for which the association collects now. */
function collecting({ cards }: CashSeat): CashSeat['cards'] {
  return cards.filter(({ state, closedAt }) => state === 'campaign' && closedAt === null);
}

function wordsOf({ projectId, lei, line, giver, email, lang, shortfall, shown, onward }: ReceiptForm): ReceiptWords {
  const [sum, said] = [typedSum(lei, 'MDL', 'lei'), { projectId, lang, shortfall, line: lineOf(line) }];
  return { ...said, lei: sum, giver: giver ?? null, email: email ?? null, shown: shown === 'yes', onward: onward === 'yes' }; // prettier-ignore
}
