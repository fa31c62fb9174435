import type { Money } from '#libs/kernel/src/index.js';
import type { AccountBalance } from '#libs/ledger/src/index.js';
import type { Comparison } from '#libs/banking/src/index.js';
import type { UnbookedTransaction } from '#libs/payments/src/index.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { Note } from '../layout/parts.view.js';
import { DeskTable, Part } from '../layout/table.view.js';
import { deskPage } from './desk.view.js';

/** What stands between the lei that were promised to projects and the money as it lies, in one currency. */
export interface Position {
  readonly amount: Money;
  /** At the newest rate; null when there is none. */
  readonly lei: Money | null;
}

interface MoneyView {
  readonly comparison: readonly Comparison[];
  readonly positions: readonly Position[];
  readonly balances: readonly AccountBalance[];
  readonly unbooked: readonly UnbookedTransaction[];
}

/** The operator's money three ways: Stripe, the bank, and our books; then what is on its way, and every account. */
export function moneyPage(reading: Reading, view: MoneyView): Page {
  const { say, href } = reading;
  const differs = view.comparison.some(({ ledger, told }) => !ledger.minus(told).isZero());
  return deskPage(reading, {
    title: say('operator.room.money'),
    room: 'money',
    lead: say('operator.money.lead'),
    body: (
      <>
        <Note tone={differs ? 'bad' : 'ok'}>{say(differs ? 'operator.money.differs' : 'operator.money.agrees')}</Note>
        {compared(reading, view.comparison)}
        {unbooked(reading, view.unbooked)}
        {accounts(reading, view.balances)}
        {positions(reading, view.positions)}
        <p>
          <a href={href('/operator/disputes')}>{say('operator.disputes')}</a>
        </p>
        <p>
          <a href={href('/books/trial-balance')}>{say('books.trial')}</a>
        </p>
      </>
    ),
  });
}

function compared({ say, money }: Reading, comparison: readonly Comparison[]) {
  return (
    <Part title={say('operator.money.three')}>
      <DeskTable
        title={say('operator.money.three')}
        head={['place', 'told', 'ledger', 'difference'].map((name) => say(`operator.money.${name}`))}
        numbers={[1, 2, 3]}
        rows={comparison.map(({ place, ledger, told }) => {
          const difference = told.minus(ledger);
          return {
            key: place + ledger.currency,
            cells: [
              say(`operator.money.at.${place}`, { currency: ledger.currency }),
              money(told),
              money(ledger),
              difference.isZero() ? money(difference) : <Tag tone="bad">{money(difference)}</Tag>,
            ],
          };
        })}
      />
    </Part>
  );
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

function unbooked({ say, moment }: Reading, all: readonly UnbookedTransaction[]) {
  if (all.length === 0) return null;
  return (
    <Part title={say('operator.unbooked')}>
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
