import type { JSX } from 'preact';
import type { BudgetVote } from '#libs/budgeting/src/index.js';
import { placeName } from '#libs/hometowns/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag, Written, WrittenIn } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary } from '../layout/form.view.js';
import { Crumbs, Facts, FoldOut, Note, Rows } from '../layout/parts.view.js';
import { PartField, RollChoice } from '../neighbours/neighbours.view.js';
import { PosterLinks } from '../papers/poster.view.js';
import type { BudgetVoteView } from './budget-vote.seen.js';
import { BudgetResult } from './result.view.js';
import { stateWord } from './vote-state.js';

interface Props {
  readonly view: BudgetVoteView;
}

const COUNTING_SECONDS = 3;

/** The whole vote on one page. */
export function budgetVotePage(reading: Reading, view: BudgetVoteView): Page {
  const { say, text, lang, href } = reading;
  const { vote } = view;
  const { place } = view.town;
  const content = (
    <div class="wrap narrow-page sect stack loose">
      <Crumbs links={[[href(`/t/${place.slug}`), placeName(lang, place)]]} />
      <header class="stack tight">
        <p>
          <Tag tone={vote.state === 'open' ? 'now' : undefined}>{say(stateWord(vote))}</Tag>
        </p>
        <h1 class="h-page">
          <Written text={vote.title} />
        </h1>
        <WrittenIn text={vote.title} />
        <p class="lead">{say('budget.lead')}</p>
      </header>
      <Standing vote={vote} />
      {vote.voidedAt && <Note>{say('budget.stopped-why', { reason: vote.voidWhy! })}</Note>}
      {vote.progress && <Note>{say('budget.counting', { ...vote.progress })}</Note>}
      {vote.state === 'open' ? <Ballot view={view} /> : <Mine view={view} />}
      {vote.state === 'closed' ? <BudgetResult view={view} /> : <Rules vote={vote} />}
      {vote.state === 'closed' && <Rules vote={vote} />}
      {vote.state === 'open' && <PosterLinks at={`/budget-votes/${vote.id}/poster.pdf`} />}
      {vote.state === 'open' && <PosterLinks at={`/budget-votes/${vote.id}/ballot.pdf`} label="budget.papers-print" />}
    </div>
  );
  const refreshSeconds = vote.state === 'counting' ? COUNTING_SECONDS : undefined;
  return page({ title: text(vote.title).text, body: content, refreshSeconds });
}

function Standing({ vote }: { vote: BudgetVote }): JSX.Element {
  const { say, money, moment, until, number } = useReading();
  const { resident, native } = vote.voted;
  return (
    <Facts
      rows={[
        [say('budget.budget'), money(vote.budget)],
        vote.voidedAt
          ? [say('budget.stopped'), moment(vote.voidedAt)]
          : vote.state === 'open'
            ? [say('budget.closes'), until(vote.closesAt!)]
            : [say('budget.closed'), moment(vote.closesAt!)],
        [say('budget.voted'), number(resident + native)],
        [say('budget.residents'), number(resident)],
        [say('budget.natives'), number(native)],
        ...(vote.paper.counted > 0 ? [[say('budget.on-paper'), number(vote.paper.counted)] as const] : []),
      ]}
    />
  );
}

/** The form for whoever is signed in; the options for everybody. */
function Ballot({ view }: Props): JSX.Element {
  const { say, href, query } = useReading();
  const { vote, me } = view;
  const at = `/budget-votes/${vote.id}`;
  if (!me) {
    return (
      <section class="stack" aria-labelledby="ballot">
        <h2 id="ballot">{say('budget.options')}</h2>
        <Options view={view} />
        <p>
          <a class="btn" href={href(`/sign-in?next=${encodeURIComponent(href(at))}`)}>
            {say('budget.sign-in')}
          </a>
        </p>
      </section>
    );
  }
  return (
    <section class="stack" aria-labelledby="ballot">
      <h2 id="ballot">{say('budget.ballot')}</h2>
      {me.receipt && <Note tone={query.has('voted') ? 'ok' : undefined}>{say('budget.receipt', { code: me.receipt })}</Note>}
      <p>{say('budget.tick')}</p>
      <BallotForm view={view} again={me.voted} />
    </section>
  ); // prettier-ignore
}

function BallotForm({ view, again }: Props & { again: boolean }): JSX.Element {
  const { say, href } = useReading();
  const { vote, form, town } = view;
  return (
    <form method="post" action={href(`/budget-votes/${vote.id}#ballot`)} class="stack" novalidate>
      <ErrorSummary form={form} />
      <Ticks view={view} />
      {!town.me && (
        <>
          <p class="hint">{say('budget.i-am-hint')}</p>
          <RollChoice form={form} />
          <PartField form={form} parts={town.parts} />
        </>
      )}
      {vote.identity === 'phone-or-vouched' && (
        <p class="hint">
          {say('budget.vouched')} <a href={href(`/t/${town.place.slug}/join`)}>{say('budget.prove')}</a>
        </p>
      )}
      <p class="row">
        <button class="btn">{say(again ? 'budget.change' : 'budget.send')}</button>
      </p>
      <p class="hint">{say('budget.secret')}</p>
    </form>
  );
}

function Ticks({ view: { options, me, form } }: Props): JSX.Element {
  const { say, money, text } = useReading();
  const sent = form.errors.length > 0;
  return (
    <fieldset class="fld">
      <legend>{say('budget.options')}</legend>
      {options.map(({ code, title, description, cost, part }) => (
        <label class="opt" key={code}>
          <input
            type="checkbox"
            name="ticked[]"
            value={code}
            checked={sent ? form.has('ticked[]', code) : me!.ticked.includes(code)}
          />
          <span>
            <b>
              <Written text={title} />
            </b>
            <span class="hint">{[money(cost), part].filter(Boolean).join(' · ')}</span>
            <span class="hint" lang={text(description).lang}>
              {text(description).text}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** What was voted on, and the reader's own code, once it is over. */
function Mine({ view }: Props): JSX.Element {
  const { say } = useReading();
  const { me, vote, form } = view;
  return (
    <>
      <ErrorSummary form={form} />
      {me?.receipt && !vote.voidedAt && <Note>{say('budget.receipt-closed', { code: me.receipt })}</Note>}
      {vote.state !== 'closed' && (
        <section class="stack" aria-labelledby="options">
          <h2 id="options">{say('budget.options')}</h2>
          <Options view={view} />
        </section>
      )}
    </>
  );
}

function Options({ view: { options } }: Props): JSX.Element {
  const { money } = useReading();
  return (
    <Rows
      rows={options.map(({ title, description, cost, part }) => ({
        title: <Written text={title} />,
        line: (
          <>
            {part && `${part} · `}
            <Written text={description} />
          </>
        ),
        end: money(cost),
      }))}
    />
  );
}

/** The rule as it was written when the vote opened, with its name among those who compare rules. */
function Rules({ vote }: { vote: BudgetVote }): JSX.Element {
  const { say, href, text } = useReading();
  const rules = text(vote.rules!);
  return (
    <FoldOut summary={say('budget.rules')}>
      <ol class="bullets" lang={rules.lang}>
        {rules.text.split('\n').map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ol>
      <p>
        <a href={href('/voting-rules')}>{say('budget.how')}</a>
      </p>
    </FoldOut>
  );
}
