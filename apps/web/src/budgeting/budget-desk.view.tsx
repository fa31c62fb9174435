import type { ComponentChildren, JSX } from 'preact';
import {
  type BudgetVote,
  type BudgetVoteId,
  DAYS,
  IDENTITY_LEVELS,
  OPTIONS,
  type VoidingAsked,
  type Winner,
} from '#libs/budgeting/src/index.js';
import type { TownOption } from '#libs/needs/src/index.js';
import { AssociationNav } from '../association/desk.view.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { SecondSignature } from '../layout/decision.view.js';
import { Choices, CommandIdField, ErrorSummary, Field } from '../layout/form.view.js';
import { Wrong } from '../layout/labelled.view.js';
import { FoldOut, Note } from '../layout/parts.view.js';
import { DeskHead } from '../town-hall/desk.view.js';
import { HallNav } from '../town-hall/home.view.js';
import { type Office, speaksFor } from '../town-hall/offices.js';
import { AnswerStop, AskStop } from './stopping.view.js';
import { stateWord } from './vote-state.js';
import { Winners } from './winners.view.js';

interface Desk {
  readonly office: Office;
  readonly votes: readonly BudgetVote[];
  /** What the town hall has priced. */
  readonly options: readonly TownOption[];
  readonly form: Form;
  /** That the open vote be stopped, where somebody asks that. */
  readonly asked: VoidingAsked | null;
}

/** The town hall's: the form, and every vote so far. */
export function preparePage(
  reading: Reading,
  { office, votes, options, form, asked, winners }: Desk & { winners: ReadonlyMap<BudgetVoteId, readonly Winner[]> },
): Page {
  const { say, href } = reading;
  const at = `/town-hall/${office.body.id}`;
  const may = speaksFor(office);
  const busy = votes.some(({ state }) => state === 'draft' || state === 'open');
  const body = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead crumbs={[[href(at), reading.text(office.body.name).text]]} title={say('budget.title')} lead={say('budget.hall-lead')} />
      <HallNav id={office.body.id} />
      {(busy || !may || options.length < OPTIONS.least) && <ErrorSummary form={form} />}
      {!may && <Note>{say('budget.who-prepares')}</Note>}
      {may && busy && <Note>{say('budget.busy')}</Note>}
      {may && !busy && <Prepare form={form} options={options} action={href(`${at}/budget-votes`)} />}
      <Votes votes={votes}>
        {(vote) => (
          <>
            {vote.state === 'draft' && may && (
              <form method="post" action={href(`${at}/budget-votes/${vote.id}/withdrawal`)}>
                <button class="btn line">{say('budget.withdraw')}</button>
              </form>
            )}
            {vote.state === 'open' && may && <ToPapers at={`${at}/budget-votes/${vote.id}`} />}
            {vote.state === 'open' && may && <AskStop form={form} vote={vote} asked={asked} at={`${at}/budget-votes`} />}
            {vote.state === 'closed' && <Winners hall={office.body.id} vote={vote.id} winners={winners.get(vote.id) ?? []} />}
          </>
        )}
      </Votes>
    </div>
  ); // prettier-ignore
  return page({ title: say('budget.title'), index: false, body });
}

/** Where ballots on paper are entered and signed. */
function ToPapers({ at }: { at: string }): JSX.Element {
  const { say, href } = useReading();
  return (
    <p>
      <a href={href(`${at}/papers`)}>{say('budget.papers')}</a>
    </p>
  );
}

/** Which of the priced options are put to the vote. */
function Wanted({ form, options }: Pick<Desk, 'form' | 'options'>): JSX.Element {
  const { say, money, date } = useReading();
  const error = form.errorOf('options');
  const saidOf = ({ voted }: TownOption) =>
    voted && say(voted.won ? 'needs.chosen' : 'needs.not-chosen', { date: date(voted.at) });
  return (
    <fieldset class={error ? 'fld err' : 'fld'} id="f-options">
      <legend>{say('budget.on-ballot')}</legend>
      <Wrong id="f-options" error={error} />
      {options.map((option) => (
        <label class="opt" key={option.id}>
          <input type="checkbox" name="options[]" value={option.id} checked={form.has('options[]', option.id)} />
          <span>
            <b>
              <Written text={option.title} />
            </b>
            <span class="hint">{[money(option.cost), option.part, saidOf(option)].filter(Boolean).join(' · ')}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Prepare({ form, options, action }: Pick<Desk, 'form' | 'options'> & { action: string }): JSX.Element {
  const { say } = useReading();
  if (options.length < OPTIONS.least) return <p class="empty">{say('budget.no-options')}</p>;
  return (
    <form method="post" action={action} class="stack" novalidate>
      <h2>{say('budget.prepare')}</h2>
      <ErrorSummary form={form} />
      <CommandIdField form={form} />
      <Field form={form} name="title" label={say('budget.name')} hint={say('budget.name-hint')} maxlength={120} />
      <Field form={form} name="budget" label={say('budget.budget-lei')} inputmode="decimal" short />
      <Wanted form={form} options={options} />
      <Field form={form} name="days" label={say('budget.days', DAYS)} inputmode="numeric" short />
      <Choices
        form={form}
        name="identity"
        label={say('budget.identity')}
        options={IDENTITY_LEVELS.map((level) => [
          level,
          say(`budget.identity.${level}`),
          say(`budget.identity-hint.${level}`),
        ])}
      />
      <p class="hint">{say('budget.prepare-hint')}</p>
      <p class="row">
        <button class="btn">{say('budget.prepare-do')}</button>
      </p>
    </form>
  );
}

/** The association's: what waits for its president, every vote so far. */
export function agreePage(reading: Reading, { office, votes, options, form, asked }: Desk): Page {
  const { say, href } = reading;
  const at = `/association/${office.body.id}`;
  const may = office.roles.includes('president');
  const body = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead crumbs={[[href(at), reading.text(office.body.name).text]]} title={say('budget.title')} lead={say('budget.association-lead')} />
      <AssociationNav id={office.body.id} />
      <ErrorSummary form={form} />
      <Votes votes={votes}>
        {(vote) =>
          vote.state === 'draft' ? (
            <>
              <OnBallot vote={vote} options={options} />
              {may ? <SecondSignature form={form} agree={say('budget.agree')} action={href(`${at}/budget-votes/${vote.id}/answer`)} /> : <p>{say('budget.who-agrees')}</p>}
            </>
          ) : vote.state === 'open' ? (
            <>
              {speaksFor(office) && <ToPapers at={`${at}/budget-votes/${vote.id}`} />}
              <AnswerStop form={form} vote={vote} asked={asked} at={`${at}/budget-votes`} may={may} />
            </>
          ) : null
        }
      </Votes>
    </div>
  ); // prettier-ignore
  return page({ title: say('budget.title'), index: false, body });
}

function OnBallot({ vote, options }: { vote: BudgetVote } & Pick<Desk, 'options'>): JSX.Element {
  const { say, money } = useReading();
  return (
    <FoldOut summary={say('budget.on-ballot')} open>
      <p>
        {say('budget.identity')}: {say(`budget.identity.${vote.identity}`)}
      </p>
      <ul class="bullets">
        {options
          .filter(({ id }) => vote.wanted.includes(id))
          .map(({ id, title, cost, source }) => (
            <li key={id}>
              <Written text={title} /> – {money(cost)} <span class="mute small">({source})</span>
            </li>
          ))}
      </ul>
    </FoldOut>
  );
}

/** Every vote, the newest first, with what somebody may do about it. */
function Votes({
  votes,
  children,
}: {
  votes: readonly BudgetVote[];
  children: (vote: BudgetVote) => ComponentChildren;
}): JSX.Element {
  const { say, href, money, until } = useReading();
  return (
    <section class="stack" aria-labelledby="votes">
      <h2 id="votes">{say('budget.votes-so-far')}</h2>
      {votes.length === 0 && <p class="empty">{say('budget.none')}</p>}
      <ul class="tasks">
        {votes.map((vote) => (
          <li key={vote.id}>
            <span>
              {vote.openedAt ? (
                <a href={href(`/budget-votes/${vote.id}`)}>
                  <Written text={vote.title} />
                </a>
              ) : (
                <b>
                  <Written text={vote.title} />
                </b>
              )}{' '}
              <Tag tone={vote.state === 'open' ? 'now' : undefined}>{say(stateWord(vote))}</Tag>
              <br />
              <span class="small mute">
                {say('budget.line', { budget: money(vote.budget), days: vote.days })}
                {vote.closesAt && ` · ${say('budget.until', { closes: until(vote.closesAt) })}`}
                {vote.voidWhy && ` · ${vote.voidWhy}`}
              </span>
              {children(vote)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
