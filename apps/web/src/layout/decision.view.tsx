import type { ComponentChildren, JSX } from 'preact';
import type { Form } from '../edge/form.js';
import { useReading } from './context.js';
import { Choices, ErrorSummary, TextArea } from './form.view.js';

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
