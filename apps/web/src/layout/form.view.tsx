import type { ComponentChildren, JSX } from 'preact';
import { type FieldRefusal, newId } from '#libs/kernel/src/index.js';
import { fieldName, type Form } from '../edge/form.js';
import { RowContext, useLabel, useLabels, useReading } from './context.js';
import { fieldId, type FieldProps, Labelled, Wrong, wrongWords } from './labelled.view.js';

/** What is wrong with a form, above it, each line with the name of its field and a link there. Nothing when all is well. */
export function ErrorSummary({ form }: { form: Form }): JSX.Element | null {
  return form.errors.length > 0 ? <Errors form={form} /> : null;
}

function Errors({ form }: { form: Form }): JSX.Element {
  const { say } = useReading();
  const labels = useLabels();
  const line = (error: FieldRefusal) =>
    [labels.get(fieldId(fieldName(error.pointer))), wrongWords(say, error)].filter(Boolean).join(': ');
  return (
    <div class="alert stack" role="alert" aria-labelledby="errors" tabindex={-1} autofocus>
      <h2 id="errors">{say('error.summary', { n: form.errors.length })}</h2>
      <ul>
        {form.errors.map((error) => (
          <li key={error.pointer + error.code}>
            {error.pointer ? (
              <a href={`#${fieldId(fieldName(error.pointer))}`}>{line(error)}</a>
            ) : (
              <strong>{wrongWords(say, error)}</strong>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What a line of text may say about itself. */
interface InputProps {
  readonly type?: 'text' | 'email' | 'search' | 'tel' | 'url' | 'date' | 'number';
  readonly autocomplete?: string;
  readonly inputmode?: 'text' | 'decimal' | 'numeric' | 'email' | 'tel' | 'url';
  readonly maxlength?: number;
  readonly required?: boolean;
  readonly min?: string;
  readonly max?: string;
  /** As wide as a sum or a date, not as the page. */
  readonly short?: boolean;
}

/** Fields that are one row of a table: errors call them by the row's name too. */
export function FieldRow({
  name,
  legend,
  children,
}: {
  name: string;
  legend?: ComponentChildren;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <fieldset class="fld entry">
      <legend>{legend ?? name}</legend>
      <RowContext.Provider value={name}>{children}</RowContext.Provider>
    </fieldset>
  );
}

/** One line of text: `<Field form={form} name="email" label={…} type="email" autocomplete="email" />`. */
export function Field({
  form,
  name,
  label,
  hint,
  short,
  type = 'text',
  ...input
}: FieldProps & InputProps): JSX.Element {
  const attributes = { ...input, type, name, class: short ? 'in short' : 'in', value: form.value(name) } as object;
  return (
    <Labelled form={form} name={name} label={label} hint={hint}>
      {(aria) => <input {...attributes} {...aria} />}
    </Labelled>
  );
}

/** Several lines of text. */
export function TextArea({
  form,
  name,
  label,
  hint,
  rows = 4,
  maxlength,
}: FieldProps & { rows?: number; maxlength?: number }): JSX.Element {
  return (
    <Labelled form={form} name={name} label={label} hint={hint}>
      {(aria) => (
        <textarea class="in" name={name} rows={rows} maxlength={maxlength} {...aria}>
          {form.value(name)}
        </textarea>
      )}
    </Labelled>
  );
}

/** A choice out of many: value and words. An empty value first means nothing is preselected. */
export function Select({
  form,
  name,
  label,
  hint,
  options,
}: FieldProps & { options: readonly (readonly [string, string])[] }): JSX.Element {
  return (
    <Labelled form={form} name={name} label={label} hint={hint}>
      {(aria) => (
        <select class="in" name={name} {...aria}>
          {options.map(([value, words]) => (
            <option value={value} selected={form.has(name, value)} key={value}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

/** One choice out of a few: value, words, hint. */
export function Choices({
  form,
  name,
  label,
  hint,
  options,
}: FieldProps & { options: readonly (readonly [string, ComponentChildren, ComponentChildren?])[] }): JSX.Element {
  const [id, error] = [fieldId(name), form.errorOf(name)];
  useLabel(id, label);
  return (
    <fieldset class={error ? 'fld err' : 'fld'} aria-describedby={error ? `${id}-error` : undefined}>
      <legend>{label}</legend>
      {hint && <p class="hint">{hint}</p>}
      <Wrong id={id} error={error} />
      {options.map(([value, words, more], index) => (
        <label class="opt" key={value}>
          <input
            type="radio"
            name={name}
            value={value}
            checked={form.has(name, value)}
            id={index === 0 ? id : undefined}
          />
          <span>
            <b>{words}</b>
            {more && <span class="hint">{more}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Boxes of which any may be ticked: value, words, hint. They are sent as the list `name[]`. */
export function Ticks({
  form,
  name,
  label,
  hint,
  options,
}: FieldProps & { options: readonly (readonly [string, ComponentChildren, ComponentChildren?])[] }): JSX.Element {
  const [id, error] = [fieldId(name), form.errorOf(name)];
  useLabel(id, label);
  return (
    <fieldset class={error ? 'fld err' : 'fld'} id={id} tabindex={-1} aria-describedby={error ? `${id}-error` : undefined}>
      <legend>{label}</legend>
      {hint && <p class="hint">{hint}</p>}
      <Wrong id={id} error={error} />
      {options.map(([value, words, more]) => (
        <label class="opt" key={value}>
          <input type="checkbox" name={`${name}[]`} value={value} checked={form.has(`${name}[]`, value)} />
          <span>
            <b>{words}</b>
            {more && <span class="hint">{more}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
} // prettier-ignore

/** A box to tick; its value is "yes". Never ticked beforehand. */
export function Check({ form, name, label, hint }: FieldProps): JSX.Element {
  const [id, error] = [fieldId(name), form.errorOf(name)];
  useLabel(id, label);
  return (
    <div class={error ? 'fld err' : 'fld'}>
      <Wrong id={id} error={error} />
      <label class="opt">
        <input
          type="checkbox"
          id={id}
          name={name}
          value="yes"
          checked={form.has(name, 'yes')}
          aria-describedby={error ? `${id}-error` : undefined}
        />
        <span>
          <b>{label}</b>
          {hint && <span class="hint">{hint}</span>}
        </span>
      </label>
    </div>
  );
}

/** What papers and evidence may be: photos straight from the phone, and PDF. */
export const PAPERS = 'image/jpeg,image/png,image/webp,application/pdf';

/** Files to send with the form (the form needs `enctype="multipart/form-data"`). */
export function FileField({
  form,
  name,
  label,
  hint,
  accept,
  multiple,
}: FieldProps & { accept: string; multiple?: boolean }): JSX.Element {
  return (
    <Labelled form={form} name={name} label={label} hint={hint}>
      {(aria) => <input class="in" type="file" name={name} accept={accept} multiple={multiple} {...aria} />}
    </Labelled>
  );
}

/** The id that makes a form one command however often it is sent. Its request class needs `@IsUUID() id`. */
export function CommandIdField({ form, name = 'id' }: { form: Form; name?: string }): JSX.Element {
  return <input type="hidden" name={name} value={form.id(name) ?? newId()} />;
}
