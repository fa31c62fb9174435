import type { JSX } from 'preact';
import type { Pledge, Possible, RefundRequest } from '#libs/pledges/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { CommandIdField, ErrorSummary, Field, TextArea } from '../layout/form.view.js';
import { Crumbs, Facts, Note, Uncut } from '../layout/parts.view.js';
import type { ProjectFace } from '../projects/project.faces.js';

interface RefundAskView {
  readonly possible: Possible;
  /** The last that was asked back. */
  readonly request: RefundRequest | null;
  /** Whether the donor's bank is asking the money back now. */
  readonly disputed: boolean;
  readonly face: ProjectFace;
  readonly form: Form;
  /** "?token=…" for whoever came by a link, else "". */
  readonly query: string;
}

/** What can go back of a gift, how, and the form that asks for it. */
export function refundAskPage(reading: Reading, pledge: Pledge, view: RefundAskView): Page {
  const { say, href, money } = reading;
  const { possible, request, disputed, face, form, query } = view;
  const title = say('refund-ask.title', { ref: pledge.ref });
  const open = request?.state === 'waiting' || request?.state === 'signing';
  const body = (
    <div class="wrap narrow sect stack">
      <Crumbs links={[[href(`/gift/${pledge.id}${query}`), say('gift.title', { ref: pledge.ref })]]} />
      <h1 class="h-page">
        <Uncut words={title} code={pledge.ref} />
      </h1>
      <ErrorSummary form={form} />
      <Facts
        rows={[
          [say('thanks.project'), <Written text={face.plan.project.title} />],
          [say('refund-ask.given'), money(pledge.countedAt ? pledge.came : pledge.gift)],
          [say('refund-ask.possible'), <strong>{money(possible.amount)}</strong>],
          ...(possible.amount.isPositive()
            ? [[say('refund-ask.how'), say(possible.byBank ? 'refund-ask.how.bank' : 'refund-ask.how.card')] as const]
            : []),
        ]}
      />
      <p>{say('refund-ask.lead')}</p>
      {open && <AskedNote request={request} pledge={pledge} query={query} />}
      {!open && !possible.amount.isPositive() && <Note>{say(disputed ? 'gift.disputed' : 'refund-ask.none')}</Note>}
      {!open && possible.amount.isPositive() && <AskForm pledge={pledge} view={view} />}
    </div>
  );
  return page({ title, nav: 'account', index: false, body });
}

function AskForm({ pledge, view: { possible, form, query } }: { pledge: Pledge; view: RefundAskView }): JSX.Element {
  const { say, href, money } = useReading();
  return (
    <form method="post" action={href(`/gift/${pledge.id}/refund${query}`)} class="stack" novalidate>
      <CommandIdField form={form} />
      <Field
        form={form}
        name="amount"
        label={say('refund-ask.amount', { currency: pledge.currency })}
        hint={say('refund-ask.amount-hint', { sum: money(possible.amount) })}
        inputmode="decimal"
        short
      />
      <TextArea form={form} name="why" label={say('refund-ask.why')} rows={3} maxlength={500} />
      {possible.byBank && (
        <>
          <Field form={form} name="holder" label={say('refund-ask.holder')} maxlength={140} autocomplete="name" />
          <Field form={form} name="iban" label={say('refund-ask.iban')} maxlength={50} />
        </>
      )}
      <p>
        <button class="btn">{say('refund-ask.send')}</button>
      </p>
    </form>
  );
}

/** What was asked back and where it stands; while nobody has signed it, its donor may take it back. */
export function AskedNote({
  request,
  pledge,
  query,
}: {
  request: RefundRequest;
  pledge: Pledge;
  query: string;
}): JSX.Element {
  const { say, href, money, date } = useReading();
  const { amount, state, at, until, reason } = request;
  const words = { sum: money(amount), at: date(at), until: date(until), reason: reason ?? '' };
  return (
    <Note tone={state === 'refused' ? 'bad' : undefined}>
      <p>{say(`refund-ask.state.${state}`, words)}</p>
      {state === 'waiting' && (
        <form method="post" action={href(`/gift/${pledge.id}/refund/withdraw${query}`)}>
          <button class="link">{say('refund-ask.withdraw')}</button>
        </form>
      )}
    </Note>
  );
}
