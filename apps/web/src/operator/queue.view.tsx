import type { JSX } from 'preact';
import type { Approval } from '#libs/approvals/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import type { Page } from '../edge/page.js';
import type { Form } from '../edge/form.js';
import type { Reading } from '../edge/reading.js';
import { ScrollTable } from '../books/table.view.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Choices, ErrorSummary, TextArea } from '../layout/form.view.js';
import { Crumbs, Facts, Note, Rows } from '../layout/parts.view.js';
import { ageOf, deskPage } from './desk.view.js';
import type { Item, Waiting } from './queue.service.js';
import type { SignedThing } from './signed.service.js';

interface Signature {
  readonly approval: Approval;
  readonly thing: SignedThing;
}

interface QueueView {
  readonly signatures: readonly Signature[];
  readonly waiting: readonly Waiting[];
  readonly now: Date;
}

/** What waits for the operator: second signatures first, then everything else with the age of the oldest. */
export function queuePage(reading: Reading, view: QueueView): Page {
  const { say, viewer } = reading;
  const mine = view.signatures.filter(({ approval }) => approval.askedBy === viewer?.personId);
  const others = view.signatures.filter((signature) => !mine.includes(signature));
  return deskPage(reading, {
    title: say('operator.title'),
    room: 'queue',
    body: (
      <>
        <section class="stack">
          <h2>{say('operator.signatures')}</h2>
          {others.length === 0 && <p class="empty">{say('operator.signatures.none')}</p>}
          <Signatures signatures={others} now={view.now} />
          {mine.length > 0 && <h3>{say('operator.signatures.mine')}</h3>}
          <Signatures signatures={mine} now={view.now} />
        </section>
        <section class="stack">
          <h2>{say('operator.waiting')}</h2>
          <WaitingTable waiting={view.waiting} now={view.now} />
        </section>
      </>
    ),
  });
}

function Signatures({ signatures, now }: { signatures: readonly Signature[]; now: Date }): JSX.Element | null {
  const reading = useReading();
  if (signatures.length === 0) return null;
  return (
    <ul class="rowlist">
      {signatures.map(({ approval, thing }) => (
        <li class="no-picture" key={approval.id}>
          <div>
            <h3>
              <a href={reading.href(`/operator/approvals/${approval.id}`)}>{thing.title}</a>
            </h3>
            <p class="small mute">
              {thing.facts
                .slice(0, 3)
                .map(([, value]) => value)
                .join(' · ')}
            </p>
          </div>
          <div class="end">{ageOf(reading, approval.askedAt, now)}</div>
        </li>
      ))}
    </ul>
  );
}

function WaitingTable({ waiting, now }: { waiting: readonly Waiting[]; now: Date }): JSX.Element {
  const reading = useReading();
  const { say, href, number } = reading;
  const head = [say('operator.work'), say('operator.many'), say('operator.oldest')];
  return (
    <ScrollTable caption={say('operator.waiting')} head={head} numbers={[1]}>
      {waiting.map(({ what, path, many, oldest }) => (
        <tr key={what}>
          <th scope="row">
            <a href={href(`/operator${path}`)}>{say(`operator.waiting.${what}`)}</a>
          </th>
          <td class="n">{number(many)}</td>
          <td>{oldest ? ageOf(reading, oldest, now) : say('operator.nothing')}</td>
        </tr>
      ))}
    </ScrollTable>
  );
}

/** A list of one kind of work, the oldest first. */
export function itemsPage(reading: Reading, title: string, items: readonly Item[], now: Date): Page {
  const { say, href } = reading;
  const rows = items.map(({ path, title: words, since }) => ({
    title: <a href={href(`/operator${path}`)}>{words}</a>,
    line: ageOf(reading, since, now),
  }));
  return deskPage(reading, {
    title,
    room: 'queue',
    body: items.length === 0 ? <p class="empty">{say('operator.none')}</p> : <Rows rows={rows} />,
  });
}

/** One approval: what exactly is signed, and the form to give or refuse. Whoever asked sees that somebody else must. */
export function approvalPage(reading: Reading, { approval, thing }: Signature, form: Form, by: PersonId): Page {
  const { say, href } = reading;
  return deskPage(reading, {
    title: thing.title,
    room: 'queue',
    body: (
      <div class="narrow stack loose">
        <Crumbs links={[[href('/operator'), say('operator.title')]]} />
        <p>
          <Tag tone={approval.state === 'given' ? 'ok' : approval.state === 'waiting' ? 'now' : 'bad'}>
            {say(`approval.state.${approval.state}`)}
          </Tag>
        </p>
        <section class="stack">
          <h2>{say('operator.what-is-signed')}</h2>
          <Facts rows={thing.facts} />
          {thing.href && (
            <p>
              <a href={thing.href}>{say('operator.read-whole')}</a>
            </p>
          )}
          <p class="small mute hash">
            {say('operator.digest')} <code>{approval.digest}</code>
          </p>
          {approval.reason && <p>{approval.reason}</p>}
        </section>
        {approval.state === 'waiting' && approval.askedBy === by && <Note>{say('operator.own')}</Note>}
        {approval.state === 'waiting' && approval.askedBy !== by && <DecisionForm form={form} />}
      </div>
    ),
  });
}

function DecisionForm({ form }: { form: Form }): JSX.Element {
  const { say } = useReading();
  return (
    <form method="post" class="stack" novalidate>
      <ErrorSummary form={form} />
      <Choices
        form={form}
        name="decision"
        label={say('operator.answer')}
        options={[
          ['give', say('operator.give'), say('operator.give.hint')],
          ['refuse', say('operator.refuse')],
        ]}
      />
      <TextArea
        form={form}
        name="reason"
        label={say('operator.reason')}
        hint={say('operator.reason.hint')}
        maxlength={2000}
      />
      <button class="btn">{say('operator.send')}</button>
    </form>
  );
}
