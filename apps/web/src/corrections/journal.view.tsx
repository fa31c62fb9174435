import type { JSX } from 'preact';
import type { OwnWay } from '#libs/corrections/src/index.js';
import type { AccountEntry, SeenJournal } from '#libs/ledger/src/index.js';
import { hasWords } from '#libs/platform/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { CommandIdField, ErrorSummary, Field } from '../layout/form.view.js';
import { Facts, Note } from '../layout/parts.view.js';
import { DeskTable, Older, Part } from '../layout/table.view.js';
import { deskPage, WaitsSecond } from '../operator/desk.view.js';
import { lineName } from '../operator/line-name.js';
import type { JournalFace } from './journals.service.js';

/** One journal: what happened, its movements, what took it back; and how a mistake in it is set right. */
export function journalPage(reading: Reading, face: JournalFace, form: Form): Page {
  const { say, money } = reading;
  const { journal } = face;
  return deskPage(reading, {
    title: say('operator.journal.title', { n: journal.id }),
    room: 'audit',
    lead: whatOf(reading, journal.kind),
    body: (
      <>
        <About face={face} />
        <Part title={say('operator.journal.entries')}>
          <DeskTable
            title={say('operator.journal.entries')}
            head={[say('books.debit'), say('books.credit'), say('operator.fact.amount')]}
            numbers={[2]}
            rows={journal.postings.map(({ debit, credit, amount }, n) => ({
              key: `${n}`,
              cells: [<Account code={debit} />, <Account code={credit} />, money(amount)],
            }))}
          />
        </Part>
        <div class="narrow stack loose">
          <SetRight face={face} form={form} />
        </div>
      </>
    ),
  });
}

function whatOf({ say }: Reading, kind: string): string {
  return say(hasWords(`entry.kind.${kind}`) ? `entry.kind.${kind}` : 'entry.kind.other');
}

function About({ face: { journal, project, line } }: { face: JournalFace }): JSX.Element {
  const reading = useReading();
  const { say, href, moment, text } = reading;
  const { key, at, seal, status, reversedBy, reverses } = journal;
  const other = (words: string, n: string) => (
    <Note>
      <a href={href(`/operator/journals/${n}`)}>{say(words, { n })}</a>
    </Note>
  );
  return (
    <>
      {reversedBy && other('operator.journal.back', reversedBy)}
      {reverses && other('operator.journal.of', reverses)}
      <Facts
        rows={[
          [say('operator.fact.asked-at'), moment(at)],
          [say('operator.journal.key'), <span class="hash">{key}</span>],
          ...(status === 'posted' ? [] : [[say('operator.fact.state'), <Tag>{say(`entry.status.${status}`)}</Tag>] as const]), // prettier-ignore
          ...(seal === null ? [] : [[say('operator.journal.seal'), `${seal}`] as const]),
          ...(project ? [[say('operator.fact.project'), <a href={href(`/operator/projects/${project.id}`)}>{text(project.title).text}</a>] as const] : []), // prettier-ignore
          ...(line ? [[say('operator.line.refers.line'), <a href={href(`/operator/bank/lines/${line.id}`)}>{lineName(reading, line)}</a>] as const] : []), // prettier-ignore
        ]}
      />
    </>
  );
}

function Account({ code }: { code: string }): JSX.Element {
  const { href } = useReading();
  return (
    <a class="hash" href={href(`/operator/ledger-account?code=${encodeURIComponent(code)}`)}>
      {code}
    </a>
  );
}

/** Where a way begins that the operator's staff can go; null for one that somebody else goes. */
function placeOf(way: OwnWay, { ref, project }: SeenJournal): string | null {
  if (way === 'naming') return ref.line ? `/operator/bank/lines/${ref.line}` : '/operator/bank';
  if (way === 'bank' && ref.order) return `/operator/orders/${ref.order}`;
  if (way === 'tranche') return project && `/operator/projects/${project}`;
  return PLACES[way] ?? null;
}

const PLACES: Partial<Record<OwnWay, string>> = {
  refund: '/operator/refunds',
  owed: '/operator/refunds',
  dispute: '/operator/disputes',
  loss: '/operator/disputes',
  message: '/operator/messages',
  end: '/operator/funds',
  need: '/operator/funds',
};

/** The form that asks two to take it back, or the way of its own that it has. */
function SetRight({ face: { journal, way, asked }, form }: { face: JournalFace; form: Form }): JSX.Element | null {
  const { say, href } = useReading();
  const waits = asked.find(({ state }) => state === 'asked');
  const [newest] = asked;
  const place = way && placeOf(way, journal);
  if (way === 'reversal' || journal.reversedBy) return null;
  if (way) {
    return (
      <Part title={say('operator.journal.other-way')}>
        <p>{say('error.correction-other-way', { way })}</p>
        {place && (
          <p>
            <a href={href(place)}>{say('operator.journal.there')}</a>
          </p>
        )}
      </Part>
    );
  }
  if (waits) return <WaitsSecond approval={waits.id} />;
  return (
    <form method="post" action={href(`/operator/journals/${journal.id}`)} class="stack" novalidate>
      <h2>{say('operator.journal.correct')}</h2>
      <p>{say('operator.journal.correct.lead')}</p>
      {newest?.refusal && <Note>{newest.refusal}</Note>}
      <ErrorSummary form={form} />
      <CommandIdField form={form} />
      <Field
        form={form}
        name="reason"
        label={say('operator.journal.reason')}
        hint={say('operator.journal.reason.hint')}
        maxlength={300}
      />
      <button class="btn line">{say('operator.ask-second')}</button>
    </form>
  );
}

/** One account of the books: every entry, each leading to its journal. */
export function accountPage(
  reading: Reading,
  { code, entries, next }: { code: string; entries: readonly AccountEntry[]; next: string | null },
): Page {
  const { say, href, money, moment } = reading;
  const here = `/operator/ledger-account?code=${encodeURIComponent(code)}`;
  return deskPage(reading, {
    title: say('operator.one-account.title', { code }),
    room: 'audit',
    lead: say('operator.one-account.lead'),
    body: (
      <>
        <DeskTable
          title={code}
          head={['register.what', 'operator.fact.asked-at', 'operator.one-account.contra', 'operator.fact.amount'].map((key) => say(key))} // prettier-ignore
          numbers={[3]}
          empty={say('operator.one-account.none')}
          rows={entries.map(({ cursor, journalId, kind, at, contra, status, amount }) => ({
            key: cursor,
            cells: [
              <>
                <a href={href(`/operator/journals/${journalId}`)}>{whatOf(reading, kind)}</a>{' '}
                {status !== 'posted' && <Tag>{say(`entry.status.${status}`)}</Tag>}
              </>,
              moment(at),
              <Account code={contra} />,
              money(amount),
            ],
          }))}
        />
        <Older href={next && href(`${here}&before=${next}`)} />
      </>
    ),
  });
}
