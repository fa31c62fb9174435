import { formatIban } from '#libs/hometowns/src/index.js';
import type { BankAccount, BankLine } from '#libs/banking/src/index.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { DeskTable, Older, Part } from '../layout/table.view.js';
import { deskPage } from './desk.view.js';

interface BankView {
  readonly open: readonly BankLine[];
  readonly lines: readonly BankLine[];
  /** The last of the lines shown, when there are older ones. */
  readonly next: string | null;
  readonly accounts: readonly BankAccount[];
}

const TONES = { entered: 'now', confirmed: 'ok', refused: 'bad' } as const;
const COLUMNS = ['reference', 'amount', 'meaning', 'counterparty', 'booked-on', 'state'] as const;

/** The bank: receipts that nobody has claimed, the newest lines, and the accounts. */
export function bankPage(reading: Reading, { open, lines, next, accounts }: BankView): Page {
  const { say, href } = reading;
  const table = (title: string, shown: readonly BankLine[]) => (
    <Part title={title}>
      <DeskTable
        title={title}
        head={COLUMNS.map((name) => say(`operator.fact.${name}`))}
        numbers={[1]}
        rows={shown.map((line) => ({ key: line.id, cells: cellsOf(reading, line) }))}
      />
    </Part>
  );
  return deskPage(reading, {
    title: say('operator.room.bank'),
    room: 'bank',
    body: (
      <>
        <p>
          <a class="btn" href={href('/operator/bank/new')}>
            {say('operator.bank.enter')}
          </a>
        </p>
        {table(say('operator.bank.open'), open)}
        {table(say('operator.bank.latest'), lines)}
        <Older href={next && href(`/operator/bank?after=${next}`)} />
        {accountsPart(reading, accounts)}
      </>
    ),
  });
}

function accountsPart({ say, href }: Reading, accounts: readonly BankAccount[]) {
  return (
    <Part title={say('operator.bank.accounts')}>
      <DeskTable
        title={say('operator.bank.accounts')}
        head={['currency', 'iban', 'bank', 'holder'].map((name) => say(`operator.fact.${name}`))}
        rows={accounts.map(({ id, currency, iban, bank, holder }) => ({
          key: id,
          cells: [<a href={href(`/operator/bank/accounts/${id}`)}>{currency}</a>, formatIban(iban), bank, holder],
        }))}
      />
      <p>
        <a class="btn line" href={href('/operator/bank/accounts/new')}>
          {say('operator.bank.open-account')}
        </a>
      </p>
    </Part>
  );
}

function cellsOf({ say, money, dateShort, href }: Reading, line: BankLine) {
  const state = <Tag tone={TONES[line.state]}>{say(`operator.line.${line.state}`)}</Tag>;
  return [
    <a href={href(`/operator/bank/lines/${line.id}`)}>{line.reference}</a>,
    money(line.amount),
    say(`operator.meaning.${line.meaning}`),
    line.counterparty.name,
    dateShort(line.bookedOn),
    state,
  ];
}
