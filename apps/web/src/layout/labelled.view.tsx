import type { ComponentChildren, JSX } from 'preact';
import type { FieldRefusal } from '#libs/kernel/src/index.js';
import type { Form } from '../edge/form.js';
import { wordsOf } from '../edge/problem.js';
import type { Reading } from '../edge/reading.js';
import { useLabel, useReading } from './context.js';

/** What every field has. */
export interface FieldProps {
  readonly form: Form;
  readonly name: string;
  readonly label: ComponentChildren;
  readonly hint?: ComponentChildren;
}

/** The id of a field in the page: what links of the error summary lead to. */
export function fieldId(name: string): string {
  return `f-${name.replace(/[^a-z0-9]+/gi, '-')}`;
}

/** What is wrong with one field, in words. */
export function wrongWords(say: Reading['say'], { code, params }: FieldRefusal): string {
  return wordsOf(say, code, { params });
}

/** What is wrong with a field, below its label; nothing when all is well. */
export function Wrong({ id, error }: { id: string; error: FieldRefusal | undefined }): JSX.Element | null {
  const { say } = useReading();
  return error ? (
    <p class="errmsg" id={`${id}-error`}>
      <span class="vh">{say('term.error')}: </span>
      {wrongWords(say, error)}
    </p>
  ) : null;
}

/** Label, hint, message and whatever is filled in, tied together for screen readers. */
export function Labelled({
  form,
  name,
  label,
  hint,
  children,
}: FieldProps & {
  children: (aria: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: 'true' }) => ComponentChildren;
}): JSX.Element {
  const [id, error] = [fieldId(name), form.errorOf(name)];
  useLabel(id, label);
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  return (
    <div class={error ? 'fld err' : 'fld'}>
      <label for={id}>
        {label}
        {hint && (
          <span class="hint" id={`${id}-hint`}>
            {hint}
          </span>
        )}
      </label>
      <Wrong id={id} error={error} />
      {children({ id, 'aria-describedby': described, 'aria-invalid': error ? 'true' : undefined })}
    </div>
  );
}
