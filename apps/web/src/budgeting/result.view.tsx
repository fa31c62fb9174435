import type { JSX } from 'preact';
import type { CountResult, OptionResult, VoteOption } from '#libs/budgeting/src/index.js';
import type { Money } from '#libs/kernel/src/index.js';
import { ScrollTable } from '../books/table.view.js';
import type { Reading } from '../edge/reading.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Facts, FoldOut, Note, Typed } from '../layout/parts.view.js';
import type { BudgetVoteView } from './budget-vote.seen.js';

interface Props {
  readonly view: BudgetVoteView;
}

/** Who won and why, in a sentence each; the same by other counts; every ballot. */
export function BudgetResult({ view }: Props): JSX.Element {
  const { say, money } = useReading();
  const { vote, options, counts } = view;
  const [decides] = counts as [CountResult];
  const chosen = options.filter(({ code }) => decides.winners.includes(code));
  const others = options.filter(({ code }) => !decides.winners.includes(code));
  const rest = vote.budget.minus(decides.total);
  return (
    <>
      <section class="stack" aria-labelledby="result">
        <h2 id="result">{say('budget.result')}</h2>
        <p>{say('budget.sum', { n: chosen.length, total: money(decides.total), budget: money(vote.budget) })}</p>
        {decides.endowment && <p>{say('budget.endowment', { voters: decides.voters, each: money(decides.endowment) })}</p>}
        <Outcomes options={chosen} decides={decides} rest={rest} view={view} />
      </section>
      {others.length > 0 && (
        <section class="stack" aria-labelledby="others">
          <h2 id="others">{say('budget.others')}</h2>
          <Outcomes options={others} decides={decides} rest={rest} view={view} />
        </section>
      )}
      <Beside view={view} />
      <Parts view={view} />
      <Recount view={view} />
    </>
  ); // prettier-ignore
}

interface Outcome {
  readonly decides: CountResult;
  /** What is left of the budget. */
  readonly rest: Money;
}

function Outcomes({ options, view, ...outcome }: Outcome & Props & { options: readonly VoteOption[] }): JSX.Element {
  const reading = useReading();
  return (
    <ul class="tasks">
      {options.map((option) => {
        const result = outcome.decides.options.find(({ code }) => code === option.code);
        return (
          <li key={option.code}>
            <span>
              <b>
                <Written text={option.title} />
              </b>
              <br />
              <span class="small">
                {sentenceOf(reading, option, { ...outcome, result })} <Became view={view} code={option.code} />{' '}
                <ItsNeed view={view} option={option} />
              </span>
            </span>
            {result?.won ? <Tag tone="ok">{reading.money(option.cost)}</Tag> : <Tag>{reading.money(option.cost)}</Tag>}
          </li>
        );
      })}
    </ul>
  );
}

/** What has come of a winner: its project, or that it is being written. */
function Became({ view: { winners, projects }, code }: Props & { code: string }): JSX.Element | null {
  const { say, href } = useReading();
  const id = winners.find((one) => one.code === code)?.projectId;
  if (!id) return null;
  const face = projects.get(id);
  return face ? <a href={href(face.path)}>{say('budget.became')}</a> : <>{say('budget.becoming')}</>;
}

/** The need of the board that an option answers. */
function ItsNeed({ view: { town }, option: { needs } }: Props & { option: VoteOption }): JSX.Element | null {
  const { say, href } = useReading();
  const [need] = needs;
  return need ? <a href={href(`/t/${town.place.slug}/needs/${need}`)}>{say('budget.its-need')}</a> : null;
}

/** Why an option won or did not, as one would tell a neighbour. */
function sentenceOf(
  { say, money }: Reading,
  { cost }: VoteOption,
  { result, rest }: Outcome & { result: OptionResult | undefined },
): string {
  if (!result) return say('budget.why.nobody');
  const { won, votes, share, full, partly, left } = result;
  if (won === 'fitted') return say('budget.why.fitted', { votes });
  if (won === 'bought')
    return [
      say('budget.why.bought', { n: full + partly, share: money(share!) }),
      partly > 0 && say('budget.why.partly', { partly }),
    ]
      .filter(Boolean)
      .join(' ');
  return say('budget.why.lost', { votes, left: money(left!), cost: money(cost), rest: money(rest) });
}

/** What would have come out by votes alone, and of each roll for itself. */
function Beside({ view: { vote, options, counts } }: Props): JSX.Element {
  const { say, number, text } = useReading();
  const decides = say('budget.side.all.mes_add1u', { voters: counts[0]!.voters });
  return (
    <section class="stack" aria-labelledby="beside">
      <h2 id="beside">{say('budget.beside')}</h2>
      <p>{say(vote.rollsShown ? 'budget.beside-lead' : 'budget.beside-small', { decides })}</p>
      <ScrollTable
        caption={say('budget.beside-table')}
        head={[
          say('budget.option'),
          say('budget.votes'),
          ...counts.map(({ roll, rule, voters }) => say(`budget.side.${roll}.${rule}`, { voters })),
        ]}
        numbers={[1]}
      >
        {options.map(({ code, title }) => (
          <tr key={code}>
            <th scope="row" lang={text(title).lang}>
              {text(title).text}
            </th>
            <td class="n">{number(counts[0]!.options.find((one) => one.code === code)?.votes ?? 0)}</td>
            {counts.map(({ roll, rule, winners }) => (
              <td key={`${roll} ${rule}`}>{winners.includes(code) ? say('budget.yes') : '–'}</td>
            ))}
          </tr>
        ))}
      </ScrollTable>
    </section>
  );
}

/** How the parts of the town voted: only those of five and more, and only where nothing smaller can be worked out. */
function Parts({ view: { options, parts } }: Props): JSX.Element {
  const { say, number, text } = useReading();
  return (
    <section class="stack" aria-labelledby="parts">
      <h2 id="parts">{say('budget.parts')}</h2>
      <p>{say(parts.length > 0 ? 'budget.parts-lead' : 'budget.parts-none')}</p>
      {parts.length > 0 && (
        <ScrollTable
          caption={say('budget.parts-table')}
          head={[say('budget.option'), ...parts.map(({ name, voters }) => `${name ?? say('budget.no-part')} (${number(voters)})`)]}
          numbers={parts.map((_, column) => column + 1)}
        >
          {options.map(({ code, title }) => (
            <tr key={code}>
              <th scope="row" lang={text(title).lang}>{text(title).text}</th>
              {parts.map(({ name, votes }) => (
                <td class="n" key={name}>{number(votes[code] ?? 0)}</td>
              ))}
            </tr>
          ))}
        </ScrollTable>
      )}
    </section>
  ); // prettier-ignore
}

/** All that somebody needs who trusts nobody. */
function Recount({ view }: Props): JSX.Element {
  const { say, absolute } = useReading();
  const { vote } = view;
  const data = `/api/v1/budget-votes/${vote.id}`;
  const { flagged, cleared, out } = vote.twins!;
  return (
    <section class="stack" aria-labelledby="recount">
      <h2 id="recount">{say('budget.recount')}</h2>
      <p>{say('budget.recount-how')}</p>
      <p>
        <a href={`${data}/ballots.csv`}>{say('budget.csv')}</a> · <a href={`${data}/payments.csv`}>{say('budget.payments-csv')}</a> · <a href={`${data}/ballots.pb`}>{say('budget.pb')}</a> · <a href={`${data}/export`}>{say('votes.as-data')}</a>
      </p>
      <p>
        {say('budget.recount-program')}{' '}
        <a href="/recount-budget.mjs" download>recount-budget.mjs</a>
      </p>
      <Typed text={`node recount-budget.mjs ${absolute(`${data}/export`)}`} />
      <OnPaper vote={vote} />
      {flagged + cleared + out > 0 && <Note>{say('budget.twins', { flagged, cleared, out })}</Note>}
      <Facts rows={[[say('budget.ballots-hash'), <code key="b">{vote.ballotsHash}</code>], [say('budget.result-hash'), <code key="r">{vote.resultHash}</code>]]} />
      <AllBallots view={view} />
    </section>
  ); // prettier-ignore
}

/** How many ballots came on paper, whether it is told which, and what was not signed in time. */
function OnPaper({ vote: { paper, channelsShown } }: Pick<BudgetVoteView, 'vote'>): JSX.Element | null {
  const { say } = useReading();
  if (paper.counted + paper.late === 0) return null;
  return (
    <Note>
      {say(channelsShown ? 'budget.paper-note' : 'budget.paper-few', { n: paper.counted })}{' '}
      {paper.late > 0 && say('budget.paper-late', { n: paper.late })}
    </Note>
  );
}

/** Every ballot by its code, a page at a time; how each came where that is told and both ways were gone. */
function AllBallots({ view: { vote, options, ballots, next } }: Props): JSX.Element {
  const { say, href, query } = useReading();
  const ways = vote.channelsShown! && vote.paper.counted > 0;
  return (
    <FoldOut summary={say('budget.ballots')} open={query.has('after')}>
      <ul>
        {options.map(({ code, title }) => (
          <li key={code}>
            <b>{code}</b> <Written text={title} />
          </li>
        ))}
      </ul>
      <ScrollTable caption={say('budget.ballots')} head={[say('budget.code'), say('budget.roll'), ...(ways ? [say('budget.channel')] : []), say('budget.ticked')]}>
        {ballots.map(({ receipt, roll, channel, ticked }) => (
          <tr key={receipt}>
            <th scope="row"><code>{receipt}</code></th>
            <td>{roll === '-' ? '–' : say(`budget.roll.${roll}`)}</td>
            {ways && <td>{say(`budget.channel.${channel}`)}</td>}
            <td>{ticked.join(', ') || say('budget.empty')}</td>
          </tr>
        ))}
      </ScrollTable>
      {next && <p><a href={href(`/budget-votes/${vote.id}?after=${next}#recount`)}>{say('budget.more')}</a></p>}
    </FoldOut>
  ); // prettier-ignore
}
