import type { JSX } from 'preact';
import type { Cashier } from '#libs/cash/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { SecondSignature } from '../layout/decision.view.js';
import { Select } from '../layout/form.view.js';
import { askingPage } from '../layout/asking.view.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import type { CashSeat } from './cash-desk.service.js';

interface CashiersView {
  readonly seat: CashSeat;
  readonly form: Form;
  /** Members whom the president may ask for. */
  readonly candidates: readonly (readonly [PersonId, string])[];
}

/** Who takes cash for the association; the president asks for another, an officer agrees. */
export function Cashiers({ view }: { view: CashiersView }): JSX.Element {
  const { say, href } = useReading();
  const { seat, form, candidates } = view;
  const at = `/association/${seat.office.body.id}/cash`;
  const options = [['', say('cash.choose')] as const, ...candidates];
  return (
    <section class="stack" aria-labelledby="cashiers">
      <h2 id="cashiers">{say('cash.cashiers')}</h2>
      <p class="hint">{say('cash.cashiers-hint')}</p>
      {seat.cashiers.length === 0 && <p class="empty">{say('cash.no-cashiers')}</p>}
      <ul class="tasks">
        {seat.cashiers.map((one) => (
          <One cashier={one} view={view} key={one.id} />
        ))}
      </ul>
      {candidates.length > 0 && (
        <form method="post" action={href(`${at}/cashiers`)} class="stack" novalidate>
          <Select form={form} name="personId" label={say('cash.name-cashier')} options={options} />
          <p class="row">
            <button class="btn line">{say('cash.ask-officer')}</button>
          </p>
        </form>
      )}
    </section>
  );
}

function One({ cashier, view }: { cashier: Cashier; view: CashiersView }): JSX.Element {
  const reading = useReading();
  const { say, href, money, date, viewer } = reading;
  const { id, name, state, namedAt, endedAt, inHand, approvalId, askedBy } = cashier;
  const { seat, form } = view;
  const at = href(`/association/${seat.office.body.id}/cash`);
  const since = endedAt ? say('cash.ended', { date: date(endedAt) }) : namedAt ? say('cash.since', { date: date(namedAt) }) : null; // prettier-ignore
  return (
    <li>
      <span>
        {name ?? '–'}
        <span class="hint">{[since, say('cash.has', { sum: money(inHand) })].filter(Boolean).join('. ')}</span>
        {seat.officer && id === seat.cashiers.find((one) => one.state === 'asked')?.id && (
          <SecondSignature form={form} action={`${at}/approvals/${approvalId}`} own={askedBy === viewer?.personId} />
        )}
      </span>
      {mayEnd(reading, seat, cashier) ? (
        <a class="btn line" href={`${at}/cashiers/${id}/end`}>
          {say('cash.end')}
        </a>
      ) : (
        <Tag tone="now">{say(`cash.cashier.${state}`)}</Tag>
      )}
    </li>
  );
}

/** An officer, or he himself. */
export function mayEnd({ viewer }: Reading, { officer }: CashSeat, { state, personId }: Cashier): boolean {
  return state === 'named' && (officer || personId === viewer?.personId);
}

/** Asks once more before somebody stops taking cash: only two others make him a cashier again. */
export function cashierEndPage(
  reading: Reading,
  { office }: CashSeat,
  { id, name, inHand }: Cashier,
  form: Form,
): Page {
  const { say, href, money } = reading;
  const at = href(`/association/${office.body.id}/cash`);
  const has = inHand.isPositive() ? 'yes' : 'no';
  const asking = {
    title: say('cash.end-title', { name: name ?? '–' }),
    lead: say('cash.end-lead', { has, sum: money(inHand) }),
    action: `${at}/cashiers/${id}/end`,
    does: say('cash.end'),
    keep: [`${at}#cashiers`, say('cash.end-keep')],
  } as const;
  return askingPage(asking, form);
}
