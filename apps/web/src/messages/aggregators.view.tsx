import type { JSX } from 'preact';
import type { Aggregator, AggregatorSecret } from '#libs/messages/src/index.js';
import { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { askingPage } from '../layout/asking.view.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary, Field } from '../layout/form.view.js';
import { Facts, Note } from '../layout/parts.view.js';
import { DeskTable, Part } from '../layout/table.view.js';
import { deskPage, WaitsSecond } from '../operator/desk.view.js';

/** What a second of the staff has to sign before anything of it is taken. */
export function newAggregatorPage(reading: Reading, form: Form): Page {
  const { say } = reading;
  return deskPage(reading, {
    title: say('messages.open'),
    room: 'messages',
    lead: say('messages.open-lead'),
    inside: true,
    body: (
      <form method="post" class="stack" novalidate>
        <ErrorSummary form={form} />
        <input type="hidden" name="id" value={form.value('id')} />
        <Field form={form} name="name" label={say('messages.head.aggregator')} maxlength={80} />
        <Field form={form} name="key" label={say('messages.key')} hint={say('messages.key-hint')} maxlength={30} autocomplete="off" short />
        <Field form={form} name="number" label={say('messages.head.number')} hint={say('messages.number-hint')} inputmode="numeric" maxlength={8} short />
        <Field form={form} name="lei" label={say('messages.lei')} inputmode="decimal" maxlength={20} short />
        <p>
          <button class="btn">{say('operator.ask-second')}</button>
        </p>
      </form>
    ),
  });
} // prettier-ignore

interface AggregatorView {
  readonly aggregator: Aggregator;
  readonly secrets: readonly AggregatorSecret[];
  readonly names: ReadonlyMap<string, string>;
  /** The approval that waits for a second signature. */
  readonly waits: string | null;
  /** Where it tells of messages. */
  readonly url: string;
  /** A secret that is shown now, once. */
  readonly secret: string | null;
  readonly form: Form;
}

/** One aggregator: what is known of it, its secrets, how it signs, and its switch. */
export function aggregatorPage(reading: Reading, view: AggregatorView): Page {
  const { say, money, date } = reading;
  const { aggregator, waits, secret, url, form } = view;
  const { name, key, number, lei, state, openedAt } = aggregator;
  return deskPage(reading, {
    title: name,
    room: 'messages',
    inside: true,
    body: (
      <>
        <ErrorSummary form={form} />
        {secret && (
          <Note tone="ok">
            <p>{say('messages.secret-once')}</p>
            <p>
              <code>{secret}</code>
            </p>
          </Note>
        )}
        <WaitsSecond approval={waits} />
        <Facts
          rows={[
            [say('messages.key'), key],
            [say('messages.head.number'), number],
            [say('messages.lei'), money(lei)],
            [say('messages.head.state'), say(`messages.state.${state}`)],
            ...(openedAt ? [[say('messages.opened'), date(openedAt)] as const] : []),
          ]}
        />
        <Secrets view={view} />
        <How name={aggregator.key} url={url} lei={lei.toString()} />
        {state === 'on' && <Act view={view} act="off" />}
        {state === 'off' && !waits && <Act view={view} act="on" />}
      </>
    ),
  });
}

/** How it signs and what it sends. */
function How({ url, lei, name }: { url: string; lei: string; name: string }): JSX.Element {
  const { say, href } = useReading();
  const signed = 'Plai-Signature: t=SECONDS,v1=HMAC-SHA256(SECRET, "SECONDS.BODY")';
  const message = `{"id":"…","code":"7KQ2","lei":"${lei}","at":"2026-11-22T18:00:00+02:00","sender":"…"}`;
  const begins = `${name.toUpperCase()}-`;
  const list = `{"reference":"${begins}2026-11","messages":["…"],"gross":"2400.00","fee":"720.00","net":"1680.00"}`;
  return (
    <Part title={say('messages.how')}>
      <p>{say('messages.how-message')}</p>
      <Shown
        title={say('messages.how-message')}
      >{`POST ${url}\nContent-Type: application/json\n${signed}\n\n${message}`}</Shown>
      <p>{say('messages.how-settlement', { begins })}</p>
      <Shown title={say('messages.how-settlement', { begins })}>{`POST ${url}/settlements\n\n${list}`}</Shown>
      <p>
        <a href={href('/api')}>{say('messages.how-document')}</a>
      </p>
    </Part>
  );
}

function Shown({ title, children }: { title: string; children: string }): JSX.Element {
  return (
    <pre class="code" tabindex={0} role="region" aria-label={title} lang="en" translate={false}>
      {children}
    </pre>
  );
}

function Secrets({ view: { aggregator, secrets, names, waits } }: { view: AggregatorView }): JSX.Element | null {
  const { say, href, date, moment } = useReading();
  if (secrets.length === 0) return null;
  const at = href(`/operator/messages/${aggregator.id}/secrets`);
  const live = secrets.filter(({ endedAt }) => endedAt === null);
  const takenBy = ({ takenBy: by, takenAt }: AggregatorSecret) =>
    by ? `${names.get(by) ?? '–'}, ${moment(takenAt!)}` : say('messages.secret-untaken');
  return (
    <Part title={say('messages.secrets')}>
      <DeskTable
        title={say('messages.secrets')}
        head={['secret', 'made', 'taken', 'ended', 'do'].map((name) => say(`messages.head.${name}`))}
        rows={secrets.map((one) => ({
          key: String(one.n),
          cells: [
            String(one.n),
            date(one.madeAt),
            takenBy(one),
            one.endedAt ? <Tag>{date(one.endedAt)}</Tag> : '–',
            <>
              {!one.takenAt && !one.endedAt && <Button action={`${at}/${one.n}/reading`} words={say('messages.secret-read')} />}
              {!one.endedAt && live.length > 1 && <a href={`${at}/${one.n}/end`}>{say('messages.secret-end')}</a>}
            </>,
          ],
        }))}
      />
      {live.length < 2 && !waits && <Button action={at} words={say('messages.secret-ask')} />}
    </Part>
  );
} // prettier-ignore

/** Asks once more before a secret ends: what its aggregator signs with it is refused from then on. */
export function secretEndPage({ say, href }: Reading, { id, name }: Aggregator, n: number): Page {
  const at = `/operator/messages/${id}`;
  const asking = {
    title: say('messages.secret-end-title', { n, name }),
    lead: say('messages.secret-end-lead'),
    action: href(`${at}/secrets/${n}/end`),
    does: say('messages.secret-end'),
    keep: [href(at), say('operator.keep')],
  } as const;
  return askingPage(asking, Form.blank());
}

function Act({ view: { aggregator }, act }: { view: AggregatorView; act: 'on' | 'off' }): JSX.Element {
  const { say, href } = useReading();
  return (
    <Part title={say(`messages.${act}`)}>
      <p>{say(`messages.${act}-lead`)}</p>
      <Button action={href(`/operator/messages/${aggregator.id}/${act}`)} words={say(`messages.${act}`)} />
    </Part>
  );
}

function Button({ action, words }: { action: string; words: string }): JSX.Element {
  return (
    <form method="post" action={action}>
      <button class="btn line">{words}</button>
    </form>
  );
}
