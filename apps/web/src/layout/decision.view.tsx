import type { ComponentChildren, JSX } from 'preact';
import type { Form } from '../edge/form.js';
import { useReading } from './context.js';
import { Choices, ErrorSummary, Field, TextArea } from './form.view.js';

/** What can be answered: the value of `decision`, its words, and what follows from it. */
export type DecisionOption = readonly [string, ComponentChildren, ComponentChildren?];

/** One answer out of a few and its reason: fields `decision` and `reason`. `hint` says when a reason is needed and who reads it. */
export function DecisionFields({
  form,
  options,
  hint,
}: {
  form: Form;
  options: readonly DecisionOption[];
  hint: ComponentChildren;
}): JSX.Element {
  const { say } = useReading();
  return (
    <>
      <Choices form={form} name="decision" label={say('operator.answer')} options={options} />
      <TextArea form={form} name="reason" label={say('operator.reason')} hint={hint} rows={3} maxlength={2000} />
      <button class="btn">{say('operator.send')}</button>
    </>
  );
}

/** A form that is a decision and nothing else; posted to the page it stands on, with what of it was `seen`. */
export function DecisionForm({
  form,
  options,
  hint,
  seen = {},
}: {
  form: Form;
  options: readonly DecisionOption[];
  hint?: ComponentChildren;
  seen?: Readonly<Record<string, string>>;
}): JSX.Element {
  const { say } = useReading();
  return (
    <form method="post" class="stack narrow" novalidate>
      <ErrorSummary form={form} />
      {Object.entries(seen).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <DecisionFields form={form} options={options} hint={hint ?? say('operator.reason.hint')} />
    </form>
  );
}

/**
 * The second signature under what another asked for: gives it, or turns it down with a reason. Whoever asked can only take it
 * back. `agree` is what the button says when more than a signature is given.
 */
export function SecondSignature({
  form,
  action,
  own = false,
  agree,
}: {
  form: Form;
  action: string;
  own?: boolean;
  agree?: string;
}): JSX.Element {
  const { say } = useReading();
  return (
    <form method="post" action={action} class="stack" novalidate>
      {own ? (
        <p>{say('cash.other-signs')}</p>
      ) : (
        <button class="btn" name="then" value="give">
          {agree ?? say('hall.sign')}
        </button>
      )}
      {!own && <Field form={form} name="reason" label={say('account.refuse-why')} maxlength={500} />}
      <button class="btn line" name="then" value="refuse">
        {say(own ? 'cash.take-back' : 'account.refuse')}
      </button>
    </form>
  );
}
