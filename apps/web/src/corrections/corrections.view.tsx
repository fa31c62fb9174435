import type { ComponentChildren, JSX } from 'preact';
import type { JournalCorrection } from '#libs/corrections/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Facts, Note } from '../layout/parts.view.js';
import { DeskTable, Older } from '../layout/table.view.js';
import { deskPage } from '../operator/desk.view.js';

const TONES = { asked: 'now', done: 'ok', refused: 'bad', withdrawn: undefined, lapsed: undefined } as const;
const COLUMNS = ['register.what', 'operator.fact.amount', 'operator.fact.public-reason', 'operator.fact.asked-at', 'operator.fact.state'] as const; // prettier-ignore

/** Every correction that was asked for. */
export function correctionsPage(
  reading: Reading,
  { corrections, next }: { corrections: readonly JournalCorrection[]; next: string | null },
): Page {
  const { say, href, money, dateShort } = reading;
  return deskPage(reading, {
    title: say('operator.corrections'),
    room: 'audit',
    lead: say('operator.corrections.lead'),
    body: (
      <>
        <p>{say('operator.corrections.how')}</p>
        <DeskTable
          title={say('operator.corrections')}
          head={COLUMNS.map((key) => say(key))}
          numbers={[1]}
          empty={say('operator.corrections.none')}
          rows={corrections.map((one) => ({
            key: one.id,
            cells: [
              <a href={href(`/operator/corrections/${one.id}`)}>{say(`entry.kind.${one.kind}`)}</a>,
              money(one.amount),
              one.reason,
              dateShort(one.askedAt),
              <State correction={one} />,
            ],
          }))}
        />
        <Older href={next && href(`/operator/corrections?after=${next}`)} />
      </>
    ),
  });
}

/** One correction: both journals, the reason, who asked and who decided, and what comes next. */
export function correctionPage(
  reading: Reading,
  correction: JournalCorrection,
  names: ReadonlyMap<PersonId, string>,
): Page {
  const { say, href } = reading;
  const { kind, state } = correction;
  return deskPage(reading, {
    title: say('operator.correction.title', { what: say(`entry.kind.${kind}`) }),
    room: 'audit',
    inside: true,
    body: (
      <>
        <p>
          <State correction={correction} />
        </p>
        <Facts rows={factsOf(reading, correction, names)} />
        {state === 'asked' && <Waiting correction={correction} />}
        {state === 'done' && <Next correction={correction} />}
        <p>
          <a href={href('/operator/corrections')}>{say('operator.corrections')}</a>
        </p>
      </>
    ),
  });
}

function factsOf(
  { say, href, money, moment }: Reading,
  correction: JournalCorrection,
  names: ReadonlyMap<PersonId, string>,
): (readonly [string, ComponentChildren])[] {
  const { askedBy, askedAt, lapsesAt, decidedBy, decidedAt, state, refusal, journal, reversal } = correction;
  const signed = state === 'done' || state === 'refused';
  const link = (n: string) => <a href={href(`/operator/journals/${n}`)}>{say('operator.journal.title', { n })}</a>;
  return [
    [say('operator.fact.amount'), money(correction.amount)],
    [say('operator.fact.public-reason'), correction.reason],
    [say('operator.correction.wrong'), link(journal)],
    ...(reversal ? [[say('operator.correction.reversal'), link(reversal)] as const] : []),
    [say('operator.fact.asked-by'), `${names.get(askedBy)}, ${moment(askedAt)}`],
    ...(state === 'asked' ? [[say('operator.fact.lapses'), moment(lapsesAt)] as const] : []),
    ...(signed ? [[say('operator.fact.signed-by'), `${names.get(decidedBy!)}, ${moment(decidedAt!)}`] as const] : []),
    ...(refusal ? [[say('operator.fact.refused-because'), refusal] as const] : []),
  ];
}

function State({ correction: { state } }: { correction: JournalCorrection }): JSX.Element {
  const { say } = useReading();
  return <Tag tone={TONES[state]}>{say(`operator.correction.state.${state}`)}</Tag>;
}

/** Whoever asked may take it back; anybody else signs. */
function Waiting({ correction: { id, askedBy } }: { correction: JournalCorrection }): JSX.Element {
  const { say, href, viewer } = useReading();
  if (viewer?.personId !== askedBy) {
    return (
      <p>
        <a class="btn" href={href(`/operator/approvals/${id}`)}>
          {say('operator.correction.sign')}
        </a>
      </p>
    );
  }
  return (
    <form method="post" action={href(`/operator/corrections/${id}/withdrawal`)} class="stack">
      <p>{say('operator.own')}</p>
      <button class="btn line">{say('operator.correction.withdraw')}</button>
    </form>
  );
}

function Next({ correction: { lineId } }: { correction: JournalCorrection }): JSX.Element | null {
  const { say, href } = useReading();
  if (!lineId) return null;
  return (
    <Note>
      <a href={href(`/operator/bank/lines/${lineId}`)}>{say('operator.correction.next')}</a>
    </Note>
  );
}
