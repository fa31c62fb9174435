import type { JSX } from 'preact';
import type { BankLine } from '#libs/payments/src/index.js';
import type { Pledge } from '#libs/pledges/src/index.js';
import { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { Choices, ErrorSummary, Field } from '../layout/form.view.js';
import { Crumbs, Facts, Note } from '../layout/parts.view.js';
import { deskPage } from './desk.view.js';
import type { Suggestion } from './suggestions.js';

interface MatchView {
  readonly line: BankLine;
  /** The reference that was looked for. */
  readonly ref: string;
  readonly found: Pledge | null;
  readonly likely: readonly Suggestion[];
}

/** One receipt and the gifts that it may be: those it names, those of the same sum, or one looked for by its code. */
export function matchPage(reading: Reading, view: MatchView, form: Form): Page {
  const { say, href, money, date } = reading;
  const { line } = view;
  return deskPage(reading, {
    title: say('operator.match.title', { sum: money(line.amount) }),
    room: 'bank',
    body: (
      <div class="narrow stack loose">
        <Crumbs links={[[href('/operator/bank'), say('operator.room.bank')]]} />
        <Facts
          rows={[
            [say('operator.fact.booked-on'), date(line.bookedOn)],
            [say('operator.fact.counterparty'), line.counterparty.name ?? say('operator.nothing')],
            [say('operator.fact.reference'), line.reference],
            [say('operator.fact.meaning'), say(`operator.meaning.${line.meaning}`)],
          ]}
        />
        {line.claimedBy ? (
          <Note tone="ok">{say('operator.match.claimed')}</Note>
        ) : (
          <>
            <Candidates view={view} form={form} />
            <SearchForm view={view} />
          </>
        )}
      </div>
    ),
  });
}

function Candidates({ view: { found, likely }, form }: { view: MatchView; form: Form }): JSX.Element {
  const { say, money } = useReading();
  const words = (pledge: Pledge, why: string) => [pledge.id, `${pledge.ref} – ${money(pledge.gross)}`, why] as const;
  const options = [
    ...(found ? [words(found, say('operator.match.by.search'))] : []),
    ...likely
      .filter(({ pledge }) => pledge.id !== found?.id)
      .map(({ pledge, by }) => words(pledge, say(`operator.match.by.${by}`))),
  ];
  if (options.length === 0) return <p class="empty">{say('operator.match.none')}</p>;
  return (
    <form method="post" class="stack" novalidate>
      <ErrorSummary form={form} />
      <Choices form={form} name="pledgeId" label={say('operator.match.whose')} options={options} />
      <button class="btn">{say('operator.match.count')}</button>
    </form>
  );
}

function SearchForm({ view: { ref, found } }: { view: MatchView }): JSX.Element {
  const { say } = useReading();
  return (
    <form method="get" class="stack">
      <Field
        form={Form.blank({ ref })}
        name="ref"
        label={say('operator.find-by-ref')}
        hint={ref && !found ? say('operator.find-none') : say('operator.find-hint')}
        maxlength={40}
        short
      />
      <button class="btn line">{say('term.search')}</button>
    </form>
  );
}
