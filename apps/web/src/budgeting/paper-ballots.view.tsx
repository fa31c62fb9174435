import type { JSX } from 'preact';
import type { BudgetVote, PaperBallot, VoteOption } from '#libs/budgeting/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary } from '../layout/form.view.js';
import { Facts, Note } from '../layout/parts.view.js';
import { PartField } from '../neighbours/neighbours.view.js';
import { PaperWord, SlipFields, WaitingPapers } from '../papers/paper-desk.view.js';
import { PosterLinks } from '../papers/poster.view.js';
import { DeskHead } from '../town-hall/desk.view.js';
import type { Office } from '../town-hall/offices.js';

/** The ballots on paper of an open vote as an officer of one of its bodies sees them. */
export interface PaperBallotsDesk {
  readonly office: Office;
  readonly vote: BudgetVote;
  readonly options: readonly VoteOption[];
  readonly waiting: readonly PaperBallot[];
  /** The desk's path. */
  readonly at: string;
  readonly me: PersonId;
}

/** A paper that has just been signed, and its ballot's code. */
interface Signed {
  readonly number: string;
  readonly receipt: string;
}

/** What waits for the second signature; at the town hall then the form of the next paper. */
export function paperBallotsPage(reading: Reading, desk: PaperBallotsDesk, form: Form, signed?: Signed): Page {
  const { say, query } = reading;
  const { office, vote, waiting, at, me } = desk;
  const hall = office.body.kind === 'town-hall';
  const content = (
    <div class="wrap narrow-page sect stack loose">
      <Head desk={desk} title={say('budget.papers')} lead={say(hall ? 'budget.papers-enter' : 'budget.papers-sign')} />
      <p>{say('budget.papers-counted', { n: vote.paper.counted })}</p>
      {hall && <PosterLinks at={`/budget-votes/${vote.id}/ballot.pdf`} label="budget.papers-print" />}
      {query.get('entered') && <Note tone="ok">{say('papers.entered')}</Note>}
      {signed && <Note tone="ok">{say('budget.papers-code', { number: signed.number, code: signed.receipt })}</Note>}
      <ErrorSummary form={form} />
      <WaitingPapers waiting={waiting} at={at} me={me} />
      {hall && <Enter desk={desk} form={form} />}
    </div>
  );
  return page({ title: say('budget.papers'), index: false, body: content });
}

/** One paper as it was entered, for the second body to compare; whoever entered it may take it back. */
export function paperBallotPage(reading: Reading, desk: PaperBallotsDesk & { paper: PaperBallot }, form: Form): Page {
  const { say, href } = reading;
  const { office, paper, at, me } = desk;
  const title = say('papers.number-n', { number: paper.number });
  const content = (
    <div class="wrap narrow-page sect stack loose">
      <Head desk={desk} title={title} papers />
      <ErrorSummary form={form} />
      <Read desk={desk} />
      <PaperWord form={form} action={href(`${at}/${paper.id}`)} own={paper.by === me} may={office.body.kind === 'association'} />
    </div>
  ); // prettier-ignore
  return page({ title, index: false, body: content });
}

interface HeadProps {
  readonly desk: PaperBallotsDesk;
  readonly title: string;
  readonly lead?: string;
  /** Stands under the list of papers. */
  readonly papers?: boolean;
}

function Head({ desk: { office, vote, at }, title, lead, papers = false }: HeadProps): JSX.Element {
  const { say, href, text } = useReading();
  const { kind, id, name } = office.body;
  return (
    <DeskHead
      crumbs={[
        [href(`/${kind}/${id}`), text(name).text],
        [href(`/${kind}/${id}/budget-votes`), text(vote.title).text],
        ...(papers ? [[href(at), say('budget.papers')] as const] : []),
      ]}
      title={title}
      lead={lead}
    />
  );
}

function Read({ desk: { paper, options } }: { desk: PaperBallotsDesk & { paper: PaperBallot } }): JSX.Element {
  const { say, date } = useReading();
  const { name, roll, part, ticked, at } = paper;
  return (
    <>
      <Facts
        rows={[
          [say('papers.name'), name],
          [say('twins.lives'), say(`twins.roll.${roll}`)],
          ...(part ? [[say('twins.part'), part] as const] : []),
          [say('papers.at'), date(at)],
        ]}
      />
      <section class="stack">
        <h2>{say('budget.ticked')}</h2>
        {ticked.length === 0 && <p>{say('budget.papers-empty')}</p>}
        <ul class="bullets">
          {options
            .filter(({ code }) => ticked.includes(code))
            .map(({ code, title }) => (
              <li key={code}>
                <b>{code}</b> <Written text={title} />
              </li>
            ))}
        </ul>
      </section>
    </>
  );
}

function Enter({ desk: { at, options }, form }: { desk: PaperBallotsDesk; form: Form }): JSX.Element {
  const { say, href, money } = useReading();
  return (
    <section class="stack">
      <h2>{say('papers.enter')}</h2>
      <form method="post" action={href(at)} class="stack" novalidate>
        <SlipFields form={form} nameHint={say('budget.papers-name-hint')} />
        <PartField form={form} parts={[]} />
        <fieldset class="fld">
          <legend>{say('budget.papers-ticked')}</legend>
          {options.map(({ code, title, cost }) => (
            <label class="opt" key={code}>
              <input type="checkbox" name="ticked[]" value={code} checked={form.has('ticked[]', code)} />
              <span>
                <b>
                  {code} <Written text={title} />
                </b>
                <span class="hint">{money(cost)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <button class="btn">{say('papers.send')}</button>
      </form>
    </section>
  );
}
