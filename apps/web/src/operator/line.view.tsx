import type { JSX } from 'preact';
import { type BankAccount, type LineMeaning, MEANINGS } from '#libs/banking/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { CommandIdField, ErrorSummary, Field, Select } from '../layout/form.view.js';
import { Note } from '../layout/parts.view.js';
import { Part } from '../layout/table.view.js';
import { deskPage } from './desk.view.js';
import type { Choice } from './line-choices.service.js';

interface LineView {
  readonly accounts: readonly BankAccount[];
  /** Null while it has not been chosen. */
  readonly meaning: LineMeaning | null;
  /** What a line of this meaning can belong to. */
  readonly choices: readonly Choice[];
}

/** Entering a line of the statement: first what it means, then what stands on the paper. */
export function linePage(reading: Reading, view: LineView, form: Form): Page {
  const { say } = reading;
  return deskPage(reading, {
    title: view.meaning ? say(`operator.meaning.${view.meaning}`) : say('operator.bank.enter'),
    room: 'bank',
    lead: view.meaning ? say('operator.line.lead') : say('operator.line.which'),
    inside: true,
    body: bodyOf(view, form),
  });
}

function bodyOf(view: LineView, form: Form): JSX.Element {
  const { meaning, choices } = view;
  if (!meaning) return <Meanings />;
  if (MEANINGS[meaning].refersTo && choices.length === 0) return <Nothing />;
  const open = form.errors.length === 0 && !form.value('refersTo') && choices.length > 0;
  return open ? (
    <Referred meaning={meaning} choices={choices} />
  ) : (
    <LineForm view={view} meaning={meaning} form={form} />
  );
}

/** Such a line cannot be: what it would belong to is not there. */
function Nothing(): JSX.Element {
  const { say, href } = useReading();
  return (
    <>
      <Note>{say('operator.line.nothing-to-refer')}</Note>
      <p>
        <a href={href('/operator/bank/new')}>{say('operator.line.other-meaning')}</a>
      </p>
    </>
  );
}

/** What a line may belong to: its form comes filled in with what it must say. */
function Referred({ meaning, choices }: { meaning: LineMeaning; choices: readonly Choice[] }): JSX.Element {
  const { say, href } = useReading();
  return (
    <Part title={say(`operator.line.refers.${MEANINGS[meaning].refersTo}`)}>
      <ul class="bullets">
        {choices.map(([id, words]) => (
          <li key={id}>
            <a href={href(`/operator/bank/new?meaning=${meaning}&refersTo=${encodeURIComponent(id)}`)}>{words}</a>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Meanings(): JSX.Element {
  const { say, href } = useReading();
  return (
    <>
      {(['in', 'out'] as const).map((direction) => (
        <Part title={say(`operator.line.${direction}`)} key={direction}>
          <ul class="bullets">
            {(Object.keys(MEANINGS) as LineMeaning[])
              .filter((meaning) => meaning !== 'unexplained' && MEANINGS[meaning].direction === direction)
              .map((meaning) => (
                <li key={meaning}>
                  <a href={href(`/operator/bank/new?meaning=${meaning}`)}>{say(`operator.meaning.${meaning}`)}</a>
                </li>
              ))}
          </ul>
        </Part>
      ))}
    </>
  );
}

function LineForm({ view, meaning, form }: { view: LineView; meaning: LineMeaning; form: Form }): JSX.Element {
  const { say, href } = useReading();
  const refers = MEANINGS[meaning].refersTo;
  const accounts = view.accounts.map(({ id, currency, bank }) => [id, `${currency}, ${bank}`] as const);
  return (
    <form method="post" action={href('/operator/bank/new')} class="stack" novalidate>
      <ErrorSummary form={form} />
      <CommandIdField form={form} />
      <input type="hidden" name="meaning" value={meaning} />
      {refers && (
        <Select
          form={form}
          name="refersTo"
          label={say(`operator.line.refers.${refers}`)}
          options={[['', '—'], ...view.choices.map(([id, words]) => [id, words] as const)]}
        />
      )}
      <Select
        form={form}
        name="accountId"
        label={say('operator.fact.own-account')}
        options={[['', '—'], ...accounts]}
      />
      <Field form={form} name="bookedOn" label={say('operator.fact.booked-on')} type="date" short />
      <Field
        form={form}
        name="amount"
        label={say('operator.fact.amount')}
        hint={say('operator.line.amount-hint')}
        inputmode="decimal"
        short
      />
      <Paper form={form} gift={meaning === 'gift'} />
      <button class="btn">{say('operator.ask-second')}</button>
    </form>
  );
}

/** What stands on the statement about the other side. */
function Paper({ form, gift }: { form: Form; gift: boolean }): JSX.Element {
  const { say } = useReading();
  return (
    <>
      <Field
        form={form}
        name="name"
        label={say('operator.fact.counterparty')}
        hint={say('form.optional')}
        maxlength={140}
      />
      <Field form={form} name="iban" label={say('operator.fact.iban')} hint={say('form.optional')} maxlength={50} />
      <Field
        form={form}
        name="reference"
        label={say('operator.fact.reference')}
        hint={say('operator.line.reference-hint')}
        maxlength={140}
      />
      <Field
        form={form}
        name="purpose"
        label={say('operator.fact.purpose')}
        hint={say(gift ? 'operator.line.purpose-hint' : 'form.optional')}
        maxlength={140}
      />
    </>
  );
}
