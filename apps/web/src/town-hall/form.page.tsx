import type { ComponentChildren } from 'preact';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import { CommandIdField, ErrorSummary } from '../layout/form.view.js';
import { DeskHead } from './desk.view.js';

/** A page of a desk that is mostly one form. */
export interface DeskForm {
  readonly crumbs: readonly (readonly [string, ComponentChildren])[];
  readonly title: string;
  readonly lead?: ComponentChildren;
  readonly form: Form;
  /** The form brings files. */
  readonly files?: boolean;
  /** The form sets what stands instead of adding something: it carries no id of its own. */
  readonly withoutId?: boolean;
  readonly button: ComponentChildren;
  readonly fields: ComponentChildren;
  readonly before?: ComponentChildren;
  readonly after?: ComponentChildren;
}

/** Head, what to know, the form, what else. */
export function deskForm({
  crumbs,
  title,
  lead,
  form,
  files,
  withoutId,
  button,
  fields,
  before,
  after,
}: DeskForm): Page {
  const body = (
    <div class="wrap narrow-page sect stack">
      <DeskHead crumbs={crumbs} title={title} lead={lead} />
      {before}
      <form method="post" class="stack" novalidate enctype={files ? 'multipart/form-data' : undefined}>
        <ErrorSummary form={form} />
        {!withoutId && <CommandIdField form={form} />}
        {fields}
        <p class="row">{typeof button === 'string' ? <button class="btn">{button}</button> : button}</p>
      </form>
      {after}
    </div>
  );
  return page({ title, index: false, body });
}
