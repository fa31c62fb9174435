import type { BankAccount } from '#libs/banking/src/index.js';
import { formatIban } from '#libs/hometowns/src/index.js';
import { type Currency, DECIMALS } from '#libs/kernel/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { CommandIdField, ErrorSummary, Field, Select } from '../layout/form.view.js';
import { Facts } from '../layout/parts.view.js';
import { Part } from '../layout/table.view.js';
import { currencyName } from '../pledging/give-sums.view.js';
import { deskPage, WaitsSecond } from './desk.view.js';

/** What another of the staff has to sign before donors are told to pay there. */
export function newAccountPage(reading: Reading, form: Form): Page {
  const { say, lang } = reading;
  const currencies = (Object.keys(DECIMALS) as Currency[]).map(
    (code) => [code, `${code} – ${currencyName(lang, code)}`] as const,
  );
  return deskPage(reading, {
    title: say('operator.bank.open-account'),
    room: 'bank',
    lead: say('operator.account.lead'),
    inside: true,
    body: (
      <form method="post" class="stack" novalidate>
        <ErrorSummary form={form} />
        <CommandIdField form={form} />
        <Select
          form={form}
          name="currency"
          label={say('operator.fact.currency')}
          options={[['', '—'], ...currencies]}
        />
        <Field form={form} name="iban" label={say('operator.fact.iban')} maxlength={50} autocomplete="off" />
        <Field form={form} name="bank" label={say('operator.fact.bank')} maxlength={120} />
        <Field form={form} name="holder" label={say('operator.fact.holder')} maxlength={140} />
        <Field
          form={form}
          name="bic"
          label={say('operator.fact.bic')}
          hint={say('operator.account.bic-hint')}
          maxlength={20}
          short
        />
        <button class="btn">{say('operator.ask-second')}</button>
      </form>
    ),
  });
}

/** One open account, and the question to close it. `waits` is the approval that is asked already. */
export function accountPage(
  reading: Reading,
  { account, waits }: { account: BankAccount; waits: string | null },
  form: Form,
): Page {
  const { say } = reading;
  const { currency, iban, bank, holder, bic } = account;
  const facts = { currency, iban: formatIban(iban), bank, holder, ...(bic && { bic }) };
  return deskPage(reading, {
    title: say('operator.account.title', { currency }),
    room: 'bank',
    inside: true,
    body: (
      <>
        <Facts rows={Object.entries(facts).map(([name, value]) => [say(`operator.fact.${name}`), value] as const)} />
        <Part title={say('operator.account.close')}>
          <ErrorSummary form={form} />
          <p>{say('operator.account.close-lead')}</p>
          <WaitsSecond approval={waits} />
          {!waits && (
            <form method="post">
              <CommandIdField form={form} />
              <button class="btn line">{say('operator.ask-second')}</button>
            </form>
          )}
        </Part>
      </>
    ),
  });
}
