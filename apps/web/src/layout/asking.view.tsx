import type { Form } from '../edge/form.js';
import { page, type Page, type PageInit } from '../edge/page.js';
import { ErrorSummary } from './form.view.js';

/** What is asked once more before it is done, because it cannot be undone. */
export interface Asking {
  readonly title: string;
  /** What follows from it. */
  readonly lead: string;
  /** Where the button sends, and what it says. */
  readonly action: string;
  readonly does: string;
  readonly values?: Readonly<Record<string, string>>;
  /** Where whoever does not want it goes, and the words of that. */
  readonly keep: readonly [href: string, words: string];
  readonly nav?: PageInit['nav'];
}

/** A page of its own between a link and an act: the consequences, the button that does it, and the way back. */
export function askingPage(
  { title, lead, action, does, values = {}, keep: [href, words], nav }: Asking,
  form: Form,
): Page {
  const body = (
    <div class="wrap narrow sect stack">
      <h1 class="h-page">{title}</h1>
      <ErrorSummary form={form} />
      <p class="lead">{lead}</p>
      <form method="post" action={action} class="row">
        {Object.entries(values).map(([name, value]) => (
          <input type="hidden" name={name} value={value} key={name} />
        ))}
        <button class="btn">{does}</button>
        <a class="btn line" href={href}>
          {words}
        </a>
      </form>
    </div>
  );
  return page({ title, index: false, body, ...(nav && { nav }) });
}
