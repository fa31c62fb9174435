import { addDays, type Money } from '#libs/kernel/src/index.js';
import type { AccountBalance } from '#libs/ledger/src/index.js';
import type { Reckoning } from '#libs/books/src/index.js';
import type { UnbookedTransaction } from '#libs/payments/src/index.js';
import type { BankTable } from '#libs/rates/src/index.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Note } from '../layout/parts.view.js';
import { DeskTable, Part } from '../layout/table.view.js';
import { deskPage } from './desk.view.js';
import { Reckoned } from './reckoning.view.js';

/** What stands between the lei that were promised to projects and the money as it lies, in one currency. */
export interface Position {
  readonly amount: Money;
  /** At the newest rate; null when there is none. */
  readonly lei: Money | null;
}

interface MoneyView {
  readonly reckonings: readonly Reckoning[];
  readonly positions: readonly Position[];
  readonly balances: readonly AccountBalance[];
  readonly unbooked: readonly UnbookedTransaction[];
  readonly tables: readonly BankTable[];
}

/** The operator's money three ways: Stripe, the bank, and our books; then every account, and the open positions. */
export function moneyPage(reading: Reading, view: MoneyView): Page {
  const { say, href } = reading;
  const agrees = view.reckonings.every(({ explained }) => explained);
  return deskPage(reading, {
    title: say('operator.room.money'),
    room: 'money',
    lead: say('operator.money.lead'),
    body: (
      <>
        <Note tone={agrees ? 'ok' : 'bad'}>{say(agrees ? 'operator.money.agrees' : 'operator.money.differs')}</Note>
        {view.reckonings.map((reckoning) => (
          <Reckoned reckoning={reckoning} key={reckoning.currency} />
        ))}
        {unbooked(reading, view.unbooked)}
        {accounts(reading, view.balances)}
        {positions(reading, view.positions)}
        {rates(reading, view.tables)}
        <p>
          <a href={href('/books/trial-balance')}>{say('books.trial')}</a>
        </p>
      </>
    ),
  });
}

/** Everything that stands anywhere now, in the words of the public books; what is at zero is left out. */
function accounts({ say, money }: Reading, balances: readonly AccountBalance[]) {
  const shown = balances.filter(({ code, amount }) => !amount.isZero() && !code.includes(':fx:'));
  return (
    <Part title={say('books.accounts')}>
      <DeskTable
        title={say('books.accounts')}
        head={[say('books.account'), say('books.sum')]}
        numbers={[1]}
        rows={shown.map(({ code, amount }) => {
          const [, owner, name] = code.split(':') as [string, string, string];
          return { key: code, cells: [say(`books.account.${owner.split('/')[0]}.${name}`), money(amount)] };
        })}
      />
    </Part>
  );
}

function positions({ say, money }: Reading, all: readonly Position[]) {
  return (
    <Part title={say('operator.positions')}>
      <p class="small mute">{say('operator.positions.lead')}</p>
      <DeskTable
        title={say('operator.positions')}
        head={['currency', 'position', 'lei'].map((name) => say(`operator.positions.${name}`))}
        numbers={[1, 2]}
        rows={all.map(({ amount, lei }) => ({
          key: amount.currency,
          cells: [amount.currency, money(amount), lei && money(lei)],
        }))}
      />
    </Part>
  );
}

/** How old the newest rates of each bank are, and until when they count something new. */
function rates({ say, date, number }: Reading, tables: readonly BankTable[]) {
  const late = tables.some((table) => table.late);
  return (
    <Part title={<span id="rates">{say('operator.rates')}</span>}>
      <Note tone={late ? 'bad' : 'ok'}>{say(late ? 'operator.rates.late' : 'operator.rates.well')}</Note>
      <DeskTable
        title={say('operator.rates')}
        head={['bank', 'table', 'days', 'until'].map((name) => say(`operator.rates.${name}`))}
        numbers={[2]}
        rows={tables.map(({ source, on, days, staleOn }) => ({
          key: source,
          cells: [
            say(`operator.rates.bank.${source}`),
            on ? date(on) : say('operator.rates.none'),
            days !== null && number(days),
            staleOn && date(addDays(staleOn, -1)),
          ],
        }))}
      />
    </Part>
  );
}

function unbooked({ say, moment }: Reading, all: readonly UnbookedTransaction[]) {
  if (all.length === 0) return null;
  return (
    <Part title={<span id="unbooked">{say('operator.unbooked')}</span>}>
      <Note tone="bad">{say('operator.unbooked.lead')}</Note>
      <DeskTable
        title={say('operator.unbooked')}
        head={['id', 'type', 'seen', 'problem'].map((name) => say(`operator.unbooked.${name}`))}
        rows={all.map(({ id, type, seenAt, problem }) => ({
          key: id,
          cells: [<code>{id}</code>, type, moment(seenAt), problem],
        }))}
      />
    </Part>
  );
}
