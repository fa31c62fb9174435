import type { JSX } from 'preact';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { ErrorSummary } from '../layout/form.view.js';
import { Crumbs, Uncut } from '../layout/parts.view.js';

/** The page of a gift, as its holder came: `path` without the language, `query` "?token=…" or "". */
export interface GiftPlace {
  readonly ref: string;
  readonly path: string;
  readonly query: string;
}

interface GiftForm extends GiftPlace {
  readonly title: string;
  readonly lead: string;
  /** Where the form is, below the gift. */
  readonly at: string;
  readonly form: Form;
  readonly fields: JSX.Element;
}

/** A form in which a donor changes something of his gift. */
export function giftFormPage(reading: Reading, { ref, path, query, title, lead, at, form, fields }: GiftForm): Page {
  const { say, href } = reading;
  const body = (
    <div class="wrap narrow sect stack">
      <Crumbs links={[[href(`${path}${query}`), say('gift.title', { ref })]]} />
      <h1 class="h-page">
        <Uncut words={title} code={ref} />
      </h1>
      <ErrorSummary form={form} />
      <p class="lead">{lead}</p>
      <form method="post" action={href(`${path}/${at}${query}`)} novalidate>
        {fields}
        <p class="fld">
          <button class="btn">{say('settings.save')}</button>
        </p>
      </form>
    </div>
  );
  return page({ title, nav: 'account', index: false, body });
}
