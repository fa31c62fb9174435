import { Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CashBookQueries, type Cashier, CashiersService, CashQueries } from '#libs/cash/src/index.js';
import { MembersQueries } from '#libs/hometowns/src/index.js';
import { isId, refuse } from '#libs/kernel/src/index.js';
import { NothingRequest } from '../account/sign-in.requests.js';
import { sendCsv } from '../books/stream.answer.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { listPage, type Page, type Redirect, seeOther } from '../edge/page.js';
import { placeIn } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { SecondForm } from '../town-hall/people.requests.js';
import { cashBookCsv } from './cash-book.csv.js';
import { CashDesk, type CashSeat } from './cash-desk.service.js';
import { CashierForm } from './cash.requests.js';
import { bookPage } from './book.view.js';
import { cashierEndPage, mayEnd } from './cashiers.view.js';

const AT = '/:lang(^ro|ru|en$)/association/:body/cash';
const ROWS = 50;
type OfCashier = Readonly<Record<'body' | 'cashier', string>>;

/** The cash book of an association, and who its cashiers are. */
@Controller()
export class CashPages {
  constructor(
    private readonly desk: CashDesk,
    private readonly cash: CashQueries,
    private readonly book: CashBookQueries,
    private readonly cashiers: CashiersService,
    private readonly members: MembersQueries,
  ) {}

  @Get(AT)
  async show(@Read() reading: Reading, @Param('body') body: string): Promise<Page> {
    return this.page(reading, await this.desk.seat(reading, body), Form.blank());
  }

  @Get(`${AT}/book.csv`)
  async csv(@Read() reading: Reading, @Param('body') body: string, @Res() reply: FastifyReply): Promise<void> {
    const { office, officer } = await this.desk.seat(reading, body);
    await sendCsv(reply, 'plai-cash.csv', cashBookCsv(this.book, office.body.id, officer));
  }

  @Post(`${AT}/cashiers`)
  async name(
    @Read() reading: Reading,
    @Param('body') body: string,
    @FormOf(CashierForm) form: Form<CashierForm>,
  ): Promise<Page | Redirect> {
    const seat = await this.desk.seat(reading, body);
    const work = async ({ personId }: CashierForm) => {
      await this.cashiers.ask(seat.office.body.id, personId, reading.person());
      return seeOther(reading.href(`/association/${body}/cash#cashiers`));
    };
    return form.submit(reading, work, (again) => this.page(reading, seat, again));
  }

  @Get(`${AT}/cashiers/:cashier/end`)
  async ending(@Read() reading: Reading, @Param() where: OfCashier): Promise<Page> {
    const seat = await this.desk.seat(reading, where.body);
    const cashier = cashierIn(seat, where.cashier);
    if (!mayEnd(reading, seat, cashier))
      throw refuse('not-found', 'not-found', 'Not a cashier whom the reader may end.');
    return cashierEndPage(reading, seat, cashier, Form.blank());
  }

  @Post(`${AT}/cashiers/:cashier/end`)
  async end(
    @Read() reading: Reading,
    @Param() where: OfCashier,
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    const seat = await this.desk.seat(reading, where.body);
    const cashier = cashierIn(seat, where.cashier);
    const work = async () => {
      await this.cashiers.end(cashier.id, reading.person());
      return seeOther(reading.href(`/association/${where.body}/cash#cashiers`));
    };
    return form.submit(reading, work, (again) => cashierEndPage(reading, seat, cashier, again));
  }

  /** The second signature of an officer: under a receipt, a void one, a cashier, or what a sum at the bank covers. */
  @Post(`${AT}/approvals/:approval`)
  async second(
    @Read() reading: Reading,
    @Param() where: { body: string; approval: string },
    @FormOf(SecondForm) form: Form<SecondForm>,
  ): Promise<Page | Redirect> {
    const seat = await this.desk.seat(reading, where.body);
    const work = async ({ then, reason = '' }: SecondForm) => {
      await this.desk.decide(reading, seat, { approval: where.approval, give: then === 'give', reason });
      return seeOther(reading.href(`/association/${where.body}/cash`));
    };
    return form.submit(reading, work, (again) => this.page(reading, seat, again));
  }

  private async page(reading: Reading, seat: CashSeat, form: Form): Promise<Page> {
    const { id } = seat.office.body;
    const cashierId = seat.cashiers.find((one) => one.id === reading.query.get('cashier'))?.id;
    const after = placeIn(reading.query, 'cash');
    const [found, open, deposits, people] = await Promise.all([
      this.book.lines(id, { cashierId, after, limit: ROWS + 1 }),
      this.cash.open(id),
      this.cash.deposits(id, { limit: 20 }),
      seat.office.roles.includes('president') ? this.members.list(id) : [],
    ]);
    const lines = listPage(found, ROWS, { keyOf: ({ key }) => key, show: (line) => line });
    const nameOf = await this.desk.names(people.map(({ personId }) => personId));
    return bookPage(reading, {
      ...{ seat, form, cashierId: cashierId ?? null, open, deposits },
      ...{ lines: lines.items, next: lines.next },
      candidates: [...new Set(people.map(({ personId }) => personId))]
        .filter((person) => isId(person) && !seat.cashiers.some((one) => one.personId === person && one.state !== 'ended'))
        .map((person) => [person, nameOf(person)] as const),
    }); // prettier-ignore
  }
}

function cashierIn({ cashiers }: CashSeat, id: string): Cashier {
  const found = cashiers.find((one) => one.id === id);
  if (!found) throw refuse('not-found', 'not-found', 'Not a cashier of this association.');
  return found;
}
