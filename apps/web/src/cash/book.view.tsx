import type { JSX } from 'preact';
import { type CashLine, type Deposit, type Receipt } from '#libs/cash/src/index.js';
import { Money, type PersonId } from '#libs/kernel/src/index.js';
import { AssociationNav } from '../association/desk.view.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary } from '../layout/form.view.js';
import { DeskTable, Older, Part } from '../layout/table.view.js';
import { DeskHead } from '../town-hall/desk.view.js';
import { Cashiers } from './cashiers.view.js';
import type { CashSeat } from './cash-desk.service.js';
import { DepositTag } from './deposit.view.js';

/** What the page of the book shows. */
interface BookView {
  readonly seat: CashSeat;
  readonly form: Form;
  /** Whose lines are shown; null: everybody's. */
  readonly cashierId: string | null;
  readonly lines: readonly CashLine[];
  readonly next: string | null;
  /** Receipts that wait for a signature or are in hand. */
  readonly open: readonly Receipt[];
  readonly deposits: readonly Deposit[];
  /** Members whom the president may ask for. */
  readonly candidates: readonly (readonly [PersonId, string])[];
}

interface Props {
  readonly view: BookView;
}

/** What is in hand, what waits for whom, and the book itself: every line with what was in hand after it. */
export function bookPage(reading: Reading, view: BookView): Page {
  const { say, href, money } = reading;
  const { office, officer, own, cashiers } = view.seat;
  const at = `/association/${office.body.id}/cash`;
  const inHand = cashiers.reduce((sum, one) => sum.plus(one.inHand), Money.lei(0n));
  const free = view.open.some((one) => one.state === 'signed' && !one.depositId && (officer || one.cashierId === own?.id)); // prettier-ignore
  const content = (
    <div class="wrap sect stack loose">
      <DeskHead
        crumbs={[[href(`/association/${office.body.id}`), <Written text={office.body.name} key="body" />]]}
        title={say('cash.title')}
        lead={say('cash.lead')}
      />
      <AssociationNav id={office.body.id} />
      <ErrorSummary form={view.form} />
      <p class="lead">
        {say('cash.in-hand')}: <b class="num">{money(inHand)}</b>
      </p>
      {(own?.state === 'named' || free) && (
        <p class="row">
          {own?.state === 'named' && (
            <a class="btn" href={href(`${at}/receipts/new`)}>
              {say('cash.write')}
            </a>
          )}
          {free && (
            <a class="btn line" href={href(`${at}/deposits/new`)}>
              {say('cash.bring')}
            </a>
          )}
        </p>
      )}
      <Open view={view} />
      <Deposits view={view} />
      <Cashiers view={view} />
      <Book view={view} />
    </div>
  );
  return page({ title: say('cash.title'), index: false, body: content });
}

/** Receipts that wait for a second officer, or to be made void by one. */
function Open({ view: { open, seat } }: Props): JSX.Element | null {
  const { say, href, money } = useReading();
  const mine = open.filter((one) => seat.officer || one.cashierId === seat.own?.id);
  const waiting = mine.filter(({ state, voidWish }) => state === 'written' || voidWish);
  if (waiting.length === 0) return null;
  return (
    <Part title={say('cash.waits')}>
      <ul class="tasks">
        {waiting.map((one) => (
          <li key={one.id}>
            <a href={href(`/association/${seat.office.body.id}/cash/receipts/${one.id}`)}>
              {say('cash.receipt', { n: one.n })}, {money(one.lei)}
            </a>
            <Tag tone="now">{say(one.voidWish ? 'cash.to-void' : 'cash.to-sign')}</Tag>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Deposits({ view: { deposits, seat } }: Props): JSX.Element | null {
  const { say, href, money, date } = useReading();
  const mine = deposits.filter((one) => seat.officer || one.cashierId === seat.own?.id);
  if (mine.length === 0) return null;
  return (
    <Part title={say('cash.deposits')}>
      <ul class="tasks">
        {mine.map((one) => (
          <li key={one.id}>
            <span>
              <a href={href(`/association/${seat.office.body.id}/cash/deposits/${one.id}`)}>
                {one.code}, {money(one.sum)}
              </a>
              {one.state === 'open' && (
                <span class="hint">
                  {one.came.isPositive() ? say('cash.differs', { came: money(one.came) }) : say(one.late ? 'cash.over' : 'cash.until', { date: date(one.dueAt) })}
                </span>
              )}
            </span>
            <DepositTag deposit={one} />
          </li>
        ))}
      </ul>
    </Part>
  ); // prettier-ignore
}

function Book({ view: { lines, next, seat, cashierId } }: Props): JSX.Element {
  const { say, href } = useReading();
  const at = `/association/${seat.office.body.id}/cash`;
  const rest = new URLSearchParams(cashierId ? { cashier: cashierId } : {});
  if (next) rest.set('after', next);
  return (
    <Part title={say('cash.book')}>
      {seat.cashiers.length > 1 && (
        <p class="row">
          <a href={href(at)}>{say('cash.of-all')}</a>
          {seat.cashiers.map(({ id, name }) => (
            <a href={href(`${at}?cashier=${id}`)} aria-current={id === cashierId ? 'true' : undefined} key={id}>
              {name ?? '–'}
            </a>
          ))}
        </p>
      )}
      <Lines lines={lines} seat={seat} at={at} />
      <Older href={next ? href(`${at}?${rest.toString()}`) : null} />
      {lines.length > 0 && (
        <p>
          <a href={href(`${at}/book.csv`)} download>
            {say('cash.csv')}
          </a>
        </p>
      )}
    </Part>
  );
}

/** Every line with what was in hand after it; names of givers and reasons for officers only. */
function Lines({ lines, seat, at }: Pick<BookView, 'lines' | 'seat'> & { at: string }): JSX.Element {
  const { say, href, money, dateShort, text } = useReading();
  const head = ['date', 'what', 'cashier', ...(seat.officer ? ['giver'] : []), 'project', 'sum', 'balance'];
  const titleOf = (id: string) => {
    const card = seat.cards.find((one) => one.id === id);
    return card ? text(card.title).text : '–';
  };
  const numberOf = ({ n, receiptId, cashierId: whose }: CashLine) => {
    const words = say('cash.receipt', { n });
    return seat.officer || whose === seat.own?.id ? <a href={href(`${at}/receipts/${receiptId}`)}>{words}</a> : words;
  };
  const what = (line: CashLine) => (
    <>
      {numberOf(line)}, {say(`cash.line.${line.kind}`)}
      {line.depositCode && <span class="uncut">, {line.depositCode}</span>}
      {seat.officer && line.reason && `, ${line.reason}`}
    </>
  );
  const cellsOf = (line: CashLine) => [
    ...[dateShort(line.at), what(line), line.cashier ?? '–'],
    ...(seat.officer ? [line.giver ?? say('giving.anonymous')] : []),
    ...[titleOf(line.projectId), money(line.amount), money(line.balance)],
  ];
  return (
    <DeskTable
      title={say('cash.book')}
      head={head.map((one) => say(`cash.head.${one}`))}
      numbers={[head.length - 2, head.length - 1]}
      empty={say('cash.empty')}
      rows={lines.map((line) => ({ key: line.key, cells: cellsOf(line) }))}
    />
  );
}
