import type { JSX } from 'preact';
import { type BankAccount, DATE_FORMATS, ENCODINGS, type FileStatement } from '#libs/banking/src/index.js';
import { Money } from '#libs/kernel/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary, Field, FieldRow, FileField, Select } from '../layout/form.view.js';
import { Facts } from '../layout/parts.view.js';
import { Part } from '../layout/table.view.js';
import { deskPage } from './desk.view.js';
import { COLUMN_NAMES, DELIMITER_NAMES } from './statements.requests.js';
import { Balances, daysOf, EntriesTable } from './statements.view.js';

const SHOWN = 10;

interface MappingView {
  readonly account: BankAccount;
  /** How the sample reads; null until it was tried. */
  readonly read: FileStatement | null;
}

/** How an account's CSV is read: tried on a sample, then saved. */
export function mappingPage(reading: Reading, { account, read }: MappingView, form: Form): Page {
  const { say } = reading;
  return deskPage(reading, {
    title: `${say('operator.mapping')}: ${account.currency}, ${account.bank}`,
    room: 'bank',
    lead: say('operator.mapping.lead'),
    body: (
      <>
        {read && <Tried read={read} />}
        <MappingFields account={account} form={form} />
      </>
    ),
  });
}

function MappingFields({ account, form }: { account: BankAccount; form: Form }): JSX.Element {
  const { say, href } = useReading();
  return (
    <form
      method="post"
      enctype="multipart/form-data"
      action={href(`/operator/bank/accounts/${account.id}/csv`)}
      class="stack narrow"
      novalidate
    >
      <ErrorSummary form={form} />
      <Shape form={form} />
      <Columns form={form} />
      <FileField form={form} name="file" label={say('operator.mapping.sample')} accept=".csv,.txt" />
      <Balances form={form} />
      <p class="row">
        <button class="btn line" name="step" value="try">
          {say('operator.mapping.try')}
        </button>
        <button class="btn" name="step" value="save">
          {say('operator.mapping.save')}
        </button>
      </p>
    </form>
  );
}

function Columns({ form }: { form: Form }): JSX.Element {
  const { say } = useReading();
  return (
    <FieldRow name={say('operator.mapping.columns')}>
      <div class="halves">
        {COLUMN_NAMES.map((name) => (
          <Field
            form={form}
            key={name}
            name={`columns.${name}`}
            label={say(`operator.mapping.column.${name}`)}
            inputmode="numeric"
            short
          />
        ))}
      </div>
    </FieldRow>
  );
}

/** A day as this format writes it. */
function sample(format: string): readonly [string, string] {
  return [format, format.replace('YYYY', '2026').replace('MM', '12').replace('DD', '31')];
}

function Shape({ form }: { form: Form }): JSX.Element {
  const { say } = useReading();
  const same = (options: readonly string[]) => options.map((one) => [one, one] as const);
  const delimiters = Object.keys(DELIMITER_NAMES).map(
    (one) => [one, say(`operator.mapping.delimiter.${one}`)] as const,
  );
  return (
    <div class="halves">
      <Select form={form} name="encoding" label={say('operator.mapping.encoding')} options={same(ENCODINGS)} />
      <Select form={form} name="delimiter" label={say('operator.mapping.delimiter')} options={delimiters} />
      <Select form={form} name="dates" label={say('operator.mapping.dates')} options={DATE_FORMATS.map(sample)} />
      <Select
        form={form}
        name="decimal"
        label={say('operator.mapping.decimal')}
        options={[
          [',', '1250,50'],
          ['.', '1250.50'],
        ]}
      />
      <Field form={form} name="skip" label={say('operator.mapping.skip')} inputmode="numeric" short />
      <Field form={form} name="skipEnd" label={say('operator.mapping.skip-end')} inputmode="numeric" short />
    </div>
  );
}

function Tried({ read }: { read: FileStatement }): JSX.Element {
  const { say, money, date } = useReading();
  const sum = (minor: string) => money(Money.ofMinor(BigInt(minor), read.currency));
  return (
    <Part title={say('operator.mapping.read')}>
      <Facts
        rows={[
          [say('operator.fact.period'), daysOf(read, date)],
          [say('operator.fact.opening'), sum(read.opening)],
          [say('operator.fact.closing'), sum(read.closing)],
          [say('operator.fact.count'), String(read.entries.length)],
        ]}
      />
      <EntriesTable entries={read.entries.slice(0, SHOWN)} currency={read.currency} />
    </Part>
  );
}
