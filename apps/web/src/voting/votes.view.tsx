import type { JSX } from 'preact';
import type { Assembly } from '#libs/assemblies/src/index.js';
import type { FileId, PersonId } from '#libs/kernel/src/index.js';
import { type Evidence, type Inspection, mayBePaid, type TrancheRequest } from '#libs/delivery/src/index.js';
import type { Body } from '#libs/hometowns/src/index.js';
import type { ProjectPlan } from '#libs/projects/src/index.js';
import { type BallotLine, CHOICES, type Standing, type VoteView } from '#libs/voting/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Choices, ErrorSummary, TextArea } from '../layout/form.view.js';
import { FoldOut, Note } from '../layout/parts.view.js';
import { PlanInShort } from '../projects/plan-in-short.view.js';
import { EvidenceList, InspectionResult } from '../town-hall/tranche.view.js';
import { Ballots } from './ballots.view.js';
import { Proxies, type ProxyView } from './proxies.view.js';
import { Result, RuleAndSums } from './result.view.js';

/** A vote as one reader sees it. */
export interface VotePage {
  readonly vote: VoteView;
  /** Where the reader stands; null when nobody is signed in. */
  readonly me: Standing | null;
  /** Belongs to the association now: his desk is his way back. */
  readonly member: boolean;
  /** Enters and signs its ballots on paper. */
  readonly officer: boolean;
  readonly body: Body;
  readonly ballots: readonly BallotLine[];
  readonly reasons: readonly string[];
  /** Names of voters, where the association votes openly. */
  readonly names: ReadonlyMap<PersonId, string>;
  /** Null for those who may not see the project yet. */
  readonly project: ProjectPlan | null;
  readonly tranche: {
    readonly request: TrancheRequest;
    /** Since when payments of the project wait for the audit; null while they go on. */
    readonly paused: Date | null;
    readonly evidence: readonly Evidence[];
    readonly names: ReadonlyMap<FileId, string>;
    readonly inspection: Inspection | null;
  } | null;
  /** Who votes for whom; null where the rule knows none of it, or the reader is not on the roll. */
  readonly proxies: ProxyView | null;
  /** The assembly it belongs to, with who stands for the office; null for others than members. */
  readonly point: { readonly assembly: Assembly; readonly candidate: string | null } | null;
  readonly form: Form;
}

interface Props {
  readonly view: VotePage;
}

/** The whole vote on one page. */
export function votePage(reading: Reading, view: VotePage): Page {
  const { say } = reading;
  const { vote, tranche, project } = view;
  const title = say(`vote.kind.${vote.kind}`);
  const content = (
    <div class="wrap narrow-page sect stack loose">
      {view.member && (
        <p>
          <a href={reading.href(`/association/${view.body.id}`)}>{say('votes.to-desk')}</a>
        </p>
      )}
      <Head view={view} />
      <Lead view={view} />
      {project && <Summary project={project} />}
      {tranche && tranche.evidence.length > 0 && <EvidenceList {...tranche} />}
      {tranche?.inspection && project && <InspectionResult inspection={tranche.inspection} lines={project.lines} />}
      <Ballot view={view} />
      {view.officer && vote.state === 'open' && vote.rule.paperAllowed && <ToPapers vote={vote} />}
      <RuleAndSums vote={vote} />
      {vote.result && <Result vote={vote} result={vote.result} />}
      {vote.state === 'closed' && <Ballots {...view} />}
      <p class="mute">{say('vote.limits')}</p>
    </div>
  );
  return page({ title, index: false, body: content });
}

function Head({ view: { vote, body, project, point } }: Props): JSX.Element {
  const { say, href } = useReading();
  const about = vote.question ?? project?.project.title;
  return (
    <header class="stack tight">
      <p>
        <Tag tone={vote.state === 'open' ? 'now' : undefined}>{say(`votes.state.${vote.state}`)}</Tag>
      </p>
      <h1 class="h-page">{say(`vote.kind.${vote.kind}`)}</h1>
      {about && (
        <p class="lead">
          <Written text={about} />
        </p>
      )}
      <p>
        <a href={href(`/a/${body.slug}`)}>
          <Written text={body.name} />
        </a>
      </p>
      {point && (
        <p>
          {point.candidate && <>{say('agenda.stands', { name: point.candidate })} </>}
          <a href={href(`/association/${body.id}/assemblies/${point.assembly.id}`)}>
            {say('assembly.numbered', { n: point.assembly.number! })}
          </a>
        </p>
      )}
    </header>
  );
}

function Lead({ view: { vote, tranche } }: Props): JSX.Element {
  const { say, moment } = useReading();
  const paused = tranche && mayBePaid(tranche.request) ? tranche.paused : null;
  return (
    <>
      <LeadLine vote={vote} tranche={tranche} />
      {paused && <Note>{say('desk.paused', { since: moment(paused) })}</Note>}
    </>
  );
}

function LeadLine({ vote, tranche }: Pick<VotePage, 'vote' | 'tranche'>): JSX.Element {
  const { say, money, until } = useReading();
  const closes = until(vote.closesAt);
  // Nobody could vote after that, whenever it was counted.
  if (vote.state !== 'open') return <p>{say('votes.closed-at', { closes })}</p>;
  if (!tranche) return <p>{say(vote.projectId ? 'votes.endorsement.lead' : 'votes.own.lead', { closes })}</p>;
  const { number, amount } = tranche.request;
  return <p>{say('vote.release.lead', { number, sum: money(amount), closes })}</p>;
}

function Summary({ project }: { project: ProjectPlan }): JSX.Element {
  const { say } = useReading();
  return (
    <FoldOut summary={say('votes.project')}>
      <PlanInShort plan={project} />
    </FoldOut>
  );
}

/** The form for a member, or why there is none. */
function Ballot({ view }: Props): JSX.Element {
  const { say, href, query } = useReading();
  const { vote, me, form } = view;
  if (vote.state !== 'open') {
    return (
      <>
        <ErrorSummary form={form} />
        {me?.receipt && <Note>{say('vote.receipt.closed', { code: me.receipt })}</Note>}
        {me?.code && vote.state === 'closed' && <p class="hint">{say('votes.roll-code', { code: me.code })}</p>}
      </>
    );
  }
  if (!me) {
    return (
      <p>
        <a class="btn line" href={href(`/sign-in?next=${encodeURIComponent(href(`/votes/${vote.id}`))}`)}>{say('votes.sign-in')}</a>
      </p>
    ); // prettier-ignore
  }
  if (!me.onRoll) return <p class="mute">{say('votes.not-on-roll')}</p>;
  if (me.onPaper) return <Note>{say('votes.mine-on-paper', { code: me.receipt! })}</Note>;
  if (me.recusal) return <Note>{say('vote.recused', { reason: say(`vote.recusal.${me.recusal}`) })}</Note>;
  return (
    <section class="stack" aria-labelledby="ballot">
      <h2 id="ballot">{say('votes.ballot')}</h2>
      {me.receipt && <Note tone={query.has('voted') ? 'ok' : undefined}>{say('vote.receipt', { code: me.receipt })}</Note>}
      {vote.small && vote.secret && <Note>{say('vote.small')}</Note>}
      {!vote.secret && <Note>{say('votes.open')}</Note>}
      <form method="post" action={href(`/votes/${vote.id}#ballot`)} class="stack" novalidate>
        <ErrorSummary form={form} />
        <Choices form={form} name="choice" label={say(me.voted ? 'votes.again' : 'votes.choose')} options={CHOICES.map((one) => [one, say(`vote.choice.${one}`)])} />
        <TextArea form={form} name="reason" label={say('votes.reason')} hint={say('votes.reason-hint')} rows={3} maxlength={500} />
        <button class="btn">{say('vote.submit')}</button>
      </form>
      {view.proxies && <Proxies vote={vote} me={me} proxies={view.proxies} form={form} />}
      <Conflict view={view} />
    </section>
  ); // prettier-ignore
}

function ToPapers({ vote }: { vote: VoteView }): JSX.Element {
  const { say, href } = useReading();
  return (
    <p>
      <a href={href(`/votes/${vote.id}/papers`)}>{say('budget.papers')}</a>
    </p>
  );
}

function Conflict({ view: { vote, form } }: Props): JSX.Element {
  const { say, href } = useReading();
  const own = vote.projectId ? '' : '-own';
  return (
    <FoldOut summary={say(`vote.conflict.declare${own}`)} hint={say(`votes.conflict-hint${own}`)} open={form.errorOf('why') !== undefined || form.value('why') !== ''}>
      <form method="post" action={href(`/votes/${vote.id}/recusal`)} class="stack" novalidate>
        <TextArea form={form} name="why" label={say(`votes.conflict-why${own}`)} rows={2} />
        <button class="btn line">{say(`votes.conflict-send${own}`)}</button>
      </form>
    </FoldOut>
  ); // prettier-ignore
}
