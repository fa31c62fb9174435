import type { JSX } from 'preact';
import type { BankAccount, BankLine, FileEntry, Statement } from '#libs/banking/src/index.js';
import { formatIban } from '#libs/hometowns/src/index.js';
import { Money } from '#libs/kernel/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { CommandIdField, ErrorSummary, Field, FieldRow, FileField, Select } from '../layout/form.view.js';
import { Facts } from '../layout/parts.view.js';
import { DeskTable, Part } from '../layout/table.view.js';
import { deskPage, WaitsSecond } from './desk.view.js';
import { lineName } from './line-name.js';
import { becomeOf } from './naming.view.js';

const TONES = { confirmed: 'ok', refused: 'bad' } as const;
const SHOWN = 100;

/** Adding a statement: the account and the bank's file. */
export function newStatementPage(reading: Reading, accounts: readonly BankAccount[], form: Form): Page {
  const { say, href } = reading;
  return deskPage(reading, {
    title: say('operator.statement.enter'),
    room: 'bank',
    lead: say('operator.statement.lead'),
    inside: true,
    body: (
      <>
        <FileForm accounts={accounts} form={form} />
        <Part title={say('operator.mapping')}>
          <ul class="bullets">
            {accounts.map((account) => (
              <li key={account.id}>
                <a href={href(`/operator/bank/accounts/${account.id}/csv`)}>{accountChoice(account)[1]}</a>
              </li>
            ))}
          </ul>
        </Part>
      </>
    ),
  });
}

function FileForm({ accounts, form }: { accounts: readonly BankAccount[]; form: Form }): JSX.Element {
  const { say, href } = useReading();
  return (
    <form
      method="post"
      enctype="multipart/form-data"
      action={href('/operator/bank/statements/new')}
      class="stack"
      novalidate
    >
      <ErrorSummary form={form} />
      <CommandIdField form={form} />
      <Select
        form={form}
        name="accountId"
        label={say('operator.fact.own-account')}
        options={[['', '—'], ...accounts.map(accountChoice)]}
      />
      <FileField
        form={form}
        name="file"
        label={say('operator.statement.file')}
        hint={say('operator.statement.file-hint')}
        accept=".xml,.csv,.txt"
      />
      <Balances form={form} />
      <button class="btn">{say('operator.ask-second')}</button>
    </form>
  );
}

/** The balances that only a person can read off, where the file has none. */
export function Balances({ form }: { form: Form }): JSX.Element {
  const { say } = useReading();
  return (
    <FieldRow name={say('operator.statement.balances')}>
      <p class="hint">{say('operator.statement.balance-hint')}</p>
      <div class="halves">
        {(['opening', 'closing'] as const).map((name) => (
          <Field form={form} key={name} name={name} label={say(`operator.fact.${name}`)} inputmode="decimal" short />
        ))}
      </div>
    </FieldRow>
  );
}

interface StatementView {
  readonly statement: Statement;
  readonly entries: readonly FileEntry[];
  readonly lines: readonly BankLine[];
  readonly account: BankAccount | null;
}

/** One statement: what is signed, what was read, and what was booked. */
export function statementPage(reading: Reading, { statement, entries, lines, account }: StatementView): Page {
  const { say, date } = reading;
  const { currency } = statement.opening;
  const more = entries.length - SHOWN;
  return deskPage(reading, {
    title: say('operator.statement.of', { days: daysOf(statement, date) }),
    room: 'bank',
    body: (
      <>
        {statement.state === 'entered' ? (
          <WaitsSecond approval={statement.approvalId} />
        ) : (
          <p>
            <Tag tone={TONES[statement.state]}>{say(`operator.statement.${statement.state}`)}</Tag>
          </p>
        )}
        <Facts
          rows={statementFacts(reading, statement, account).map(([name, value]) => [
            say(`operator.fact.${name}`),
            value,
          ])}
        />
        {lines.length > 0 && <Booked lines={lines.slice(0, SHOWN)} />}
        <Part title={say('operator.statement.lines')}>
          <EntriesTable entries={entries.slice(0, SHOWN)} currency={currency} />
          {more > 0 && <p>{say('operator.statement.more', { n: more })}</p>}
        </Part>
      </>
    ),
  });
}

function Booked({ lines }: { lines: readonly BankLine[] }): JSX.Element {
  const reading = useReading();
  const { say, href } = reading;
  return (
    <Part title={say('operator.statement.booked')}>
      <DeskTable
        title={say('operator.statement.booked')}
        head={['line', 'meaning', 'reference'].map((name) => say(`operator.fact.${name}`))}
        rows={lines.map((line) => ({
          key: line.id,
          cells: [
            <a href={href(`/operator/bank/lines/${line.id}`)}>{lineName(reading, line)}</a>,
            say(`operator.meaning.${becomeOf(line)}`),
            <span class="hash small">{line.reference}</span>,
          ],
        }))}
      />
    </Part>
  );
}

/** Entries as they were read from a file; money out with its sign. */
export function EntriesTable({
  entries,
  currency,
}: {
  entries: readonly FileEntry[];
  currency: Money['currency'];
}): JSX.Element {
  const { say, money, dateShort } = useReading();
  return (
    <DeskTable
      title={say('operator.statement.lines')}
      head={['booked-on', 'amount', 'counterparty', 'purpose', 'reference'].map((name) => say(`operator.fact.${name}`))}
      numbers={[1]}
      rows={entries.map(({ line, bookedOn, minor, name, purpose, reference }, n) => ({
        key: `${line}-${n}`,
        cells: [dateShort(bookedOn), money(Money.ofMinor(BigInt(minor), currency)), name, purpose, reference],
      }))}
    />
  );
}

/** The facts that the second person signs, by the name of their words. */
export function statementFacts(
  { money, date }: Reading,
  statement: Statement,
  account: BankAccount | null,
): (readonly [string, string])[] {
  const facts: (readonly [string, string | null])[] = [
    ['own-account', account && `${account.bank}, ${formatIban(account.iban)}`],
    ['period', daysOf(statement, date)],
    ['opening', money(statement.opening)],
    ['closing', money(statement.closing)],
    ['count', String(statement.count)],
    ['fresh', String(statement.fresh)],
    ['format', statement.format === 'camt' ? 'camt.053' : 'CSV'],
    ['sha256', statement.sha256],
  ];
  return facts.filter((fact): fact is readonly [string, string] => Boolean(fact[1]));
}

function accountChoice({ id, currency, bank, iban }: BankAccount): readonly [string, string] {
  return [id, `${currency}, ${bank}, ${formatIban(iban)}`];
}

/** The days of a statement, a single one once. */
export function daysOf({ from, until }: Pick<Statement, 'from' | 'until'>, date: Reading['date']): string {
  return from === until ? date(from) : `${date(from)} – ${date(until)}`;
}
