import type { Settlement, Trouble } from '#libs/messages/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { ErrorSummary, Field } from '../layout/form.view.js';
import { Facts } from '../layout/parts.view.js';
import { Part } from '../layout/table.view.js';
import { deskPage, WaitsSecond } from '../operator/desk.view.js';

/** What an aggregator pays with one transfer, what came of it, and what to do when that differs. */
export function settlementPage(
  reading: Reading,
  { settlement, waits, form }: { settlement: Settlement; waits: string | null; form: Form },
): Page {
  const { say, href, money, moment } = reading;
  const { id, reference, aggregator, messages, gross, fee, net, came, state, receivedAt, endedAt } = settlement;
  return deskPage(reading, {
    title: say('messages.settlement-title', { reference }),
    room: 'messages',
    inside: true,
    body: (
      <>
        <ErrorSummary form={form} />
        <WaitsSecond approval={waits} />
        <Facts
          rows={[
            [say('messages.head.aggregator'), aggregator],
            [say('messages.head.messages'), String(messages)],
            [say('messages.head.gross'), money(gross)],
            [say('messages.head.fee'), money(fee)],
            [say('messages.head.net'), money(net)],
            [say('messages.head.came'), money(came)],
            [say('messages.head.state'), say(`messages.settlement.${state}`)],
            [say('messages.head.told'), moment(receivedAt)],
            ...(endedAt ? [[say('messages.head.ended'), moment(endedAt)] as const] : []),
          ]}
        />
        {state === 'open' && (
          <Part title={say('messages.drop')}>
            <p>{say(came.isPositive() ? 'messages.drop-differs' : 'messages.drop-waits', { reference })}</p>
            <form method="post" action={href(`/operator/messages/settlements/${id}/drop`)}>
              <button class="btn line">{say('messages.drop')}</button>
            </form>
          </Part>
        )}
      </>
    ),
  });
}

/** What an aggregator told that is no gift or contradicts itself; one of the staff says what was agreed. */
export function troublePage(reading: Reading, trouble: Trouble, form: Form): Page {
  const { say, href, moment } = reading;
  const { id, kind, why, aggregator, ref, at, endedAt, words } = trouble;
  return deskPage(reading, {
    title: say(`messages.trouble.${kind}.${why}`),
    room: 'messages',
    inside: true,
    body: (
      <>
        <Facts
          rows={[
            [say('messages.head.aggregator'), aggregator],
            [say('messages.head.ref'), ref],
            [say('messages.head.since'), moment(at)],
            ...(endedAt ? [[say('messages.agreed'), words!] as const, [say('messages.head.ended'), moment(endedAt)] as const] : []),
          ]}
        />
        <p>{say(`messages.trouble-how.${kind}`)}</p>
        {!endedAt && (
          <form method="post" action={href(`/operator/messages/troubles/${id}`)} class="stack" novalidate>
            <ErrorSummary form={form} />
            <Field form={form} name="words" label={say('messages.agreed')} hint={say('messages.agreed-hint')} maxlength={500} />
            <p>
              <button class="btn">{say('messages.settle')}</button>
            </p>
          </form>
        )}
      </>
    ),
  });
} // prettier-ignore
