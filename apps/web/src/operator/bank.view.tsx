import type { JSX } from 'preact';
import { formatIban } from '#libs/hometowns/src/index.js';
import { type BankAccount, type BankLine, type Statement } from '#libs/banking/src/index.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { DeskTable, Older, Part } from '../layout/table.view.js';
import { deskPage } from './desk.view.js';
import { lineName } from './line-name.js';
import { becomeOf } from './naming.view.js';
import { daysOf } from './statements.view.js';

interface BankView {
  readonly open: readonly BankLine[];
  readonly unexplained: readonly BankLine[];
  readonly statements: readonly Statement[];
  readonly lines: readonly BankLine[];
  /** The last of the lines shown, when there are older ones. */
  readonly next: string | null;
  /** The last of the statements shown, when there are older ones. */
  readonly nextStatements: string | null;
  readonly accounts: readonly BankAccount[];
}

const TONES = { entered: 'now', confirmed: 'ok', refused: 'bad' } as const;
const COLUMNS = ['line', 'meaning', 'reference', 'state'] as const;

/** The bank: receipts that nobody has claimed, the newest lines, and the accounts. */
export function bankPage(reading: Reading, view: BankView): Page {
  const { say, href } = reading;
  const { open, unexplained, lines, next, accounts } = view;
  const table = (title: string, shown: readonly BankLine[]) => (
    <Part title={title}>
      <DeskTable
        title={title}
        head={COLUMNS.map((name) => say(`operator.fact.${name}`))}
        rows={shown.map((line) => ({ key: line.id, cells: cellsOf(reading, line) }))}
      />
    </Part>
  );
  return deskPage(reading, {
    title: say('operator.room.bank'),
    room: 'bank',
    lead: say('operator.bank.lead'),
    body: (
      <>
        <Entries />
        {unexplained.length > 0 && table(say('operator.unexplained'), unexplained)}
        {table(say('operator.bank.open'), open)}
        <Statements {...view} />
        <p>
          <a href={href('/operator/bank/exchanges')}>{say('operator.deals')}</a>
        </p>
        {table(say('operator.bank.latest'), lines)}
        <Older href={next && href(`/operator/bank?after=${next}`)} />
        <Accounts accounts={accounts} />
      </>
    ),
  });
}

/** The ways in: a file of the bank, or a line by hand. */
function Entries(): JSX.Element {
  const { say, href } = useReading();
  return (
    <p class="row">
      <a class="btn" href={href('/operator/bank/statements/new')}>
        {say('operator.statement.enter')}
      </a>
      <a class="btn line" href={href('/operator/bank/new')}>
        {say('operator.bank.enter')}
      </a>
    </p>
  );
}

function Accounts({ accounts }: Pick<BankView, 'accounts'>): JSX.Element {
  const { say, href } = useReading();
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

function Statements({ statements, nextStatements }: Pick<BankView, 'statements' | 'nextStatements'>): JSX.Element {
  const { say, href, money, dateShort } = useReading();
  return (
    <Part title={say('operator.statements')}>
      <DeskTable
        title={say('operator.statements')}
        head={['period', 'opening', 'closing', 'fresh', 'state'].map((name) => say(`operator.fact.${name}`))}
        numbers={[1, 2, 3]}
        rows={statements.map(({ id, from, until, opening, closing, fresh, state }) => ({
          key: id,
          cells: [
            <a href={href(`/operator/bank/statements/${id}`)}>{daysOf({ from, until }, dateShort)}</a>,
            money(opening),
            money(closing),
            String(fresh),
            <Tag tone={TONES[state]}>{say(`operator.statement.${state}`)}</Tag>,
          ],
        }))}
        empty={say('operator.statement.none')}
      />
      <Older href={nextStatements && href(`/operator/bank?statements=${nextStatements}`)} />
    </Part>
  );
}

function cellsOf(reading: Reading, line: BankLine) {
  const { say, href } = reading;
  const state = <Tag tone={TONES[line.state]}>{say(`operator.line.${line.state}`)}</Tag>;
  return [
    <a href={href(`/operator/bank/lines/${line.id}`)}>{lineName(reading, line)}</a>,
    say(`operator.meaning.${becomeOf(line)}`),
    <span class="hash small">{line.reference}</span>,
    state,
  ];
}
