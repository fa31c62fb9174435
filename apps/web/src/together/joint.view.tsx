import type { JSX } from 'preact';
import type { Body } from '#libs/hometowns/src/index.js';
import type { Money } from '#libs/kernel/src/index.js';
import { isAwaited, type Partner, totalOf } from '#libs/projects/src/index.js';
import type { VoteView } from '#libs/voting/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { shownState, StateTag, Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary, Field, Select, TextArea } from '../layout/form.view.js';
import { Facts, FoldOut } from '../layout/parts.view.js';
import { DeskTable } from '../layout/table.view.js';
import { DeskHead } from '../town-hall/desk.view.js';
import type { OwnProject } from '../town-hall/offices.js';
import { sharesPage, type SharesView } from '../town-hall/shares.view.js';
import { partnerLine, PartnerList } from './partners.view.js';

/** A project of another town hall, as a town hall that is asked to build it together sees it. */
export interface JointView extends OwnProject {
  readonly partner: Partner;
  /** The town hall whose project it is. */
  readonly lead: Body;
  readonly partners: readonly Partner[];
  /** Those of its own town that may vote. */
  readonly associations: readonly Body[];
  readonly votes: readonly VoteView[];
  readonly form: Form;
}

interface Props {
  readonly view: JointView;
}

/** What is to be built together, who pays what, and the town hall's own answer. */
export function jointPage(reading: Reading, view: JointView): Page {
  const { say, href, text } = reading;
  const { body, plan, partner, lead, form } = view;
  const { project } = plan;
  const draft = project.state === 'draft';
  const asked = draft && isAwaited(partner);
  const content = (
    <div class="wrap narrow-page sect stack">
      <DeskHead
        crumbs={[[href(`/town-hall/${body.id}`), <Written text={body.name} key="body" />]]}
        title={<Written text={project.title} />}
        lead={say(`joint.lead.${standing(view)}`, { name: text(lead.name).text })}
      />
      <p>
        <StateTag state={shownState(project)} lateDays={plan.late?.days ?? 0} /> <Tag>{project.code}</Tag>
      </p>
      <ErrorSummary form={form} />
      {project.summary && (
        <p>
          <Written text={project.summary} />
        </p>
      )}
      <Sums view={view} />
      <Together view={view} />
      <Payers view={view} />
      {asked && <Agree view={view} />}
      {draft && <Decline view={view} />}
      <Votes view={view} />
      <p class="hint">{say('partner.rule')}</p>
    </div>
  );
  return page({ title: text(project.title).text, index: false, body: content });
}

/** Who leads it, what it costs, and what of that is the town hall's own. */
function Sums({ view: { lead, plan, partner } }: Props): JSX.Element {
  const { say, text, money } = useReading();
  return (
    <Facts
      rows={[
        [say('joint.leads'), text(lead.name).text],
        [say('project.total'), money(totalOf(plan))],
        [say('joint.own-share'), money(partner.share)],
        ...(partner.agreed
          ? [[say('joint.agreed-share'), <Agreed partner={partner} sum={partner.agreed} />] as const]
          : []),
      ]}
    />
  );
}

/** The sum, and the decision by which its council agreed to it. */
function Agreed({ partner, sum }: { partner: Partner; sum: Money }): JSX.Element {
  const reading = useReading();
  return (
    <>
      {reading.money(sum)}
      <span class="hint">{partnerLine(reading, partner)}</span>
    </>
  );
}

/** How it stands to the project, as the page's first line says it. */
function standing({ partner, plan: { project } }: JointView): Partner['state'] | 'share-changed' | 'given-up' {
  if (project.state === 'cancelled' && !project.publishedAt) return 'given-up';
  return partner.state === 'agreed' && project.state === 'draft' && isAwaited(partner)
    ? 'share-changed'
    : partner.state;
}

function Together({ view: { partners, body } }: Props): JSX.Element | null {
  const { say } = useReading();
  const others = partners.filter(({ townHallId, state }) => townHallId !== body.id && ['invited', 'agreed'].includes(state)); // prettier-ignore
  if (others.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="others">
      <h2 id="others">{say('joint.others')}</h2>
      <PartnerList partners={others} />
    </section>
  );
}

function Payers({ view: { plan, body } }: Props): JSX.Element {
  const { say, money, href, text } = useReading();
  const own = plan.sources.some(({ townHallId }) => townHallId === body.id);
  return (
    <section class="stack">
      <h2>{say('project.payers')}</h2>
      <DeskTable
        title={say('project.payers')}
        head={[say('project.payer'), say('thanks.sum')]}
        numbers={[1]}
        empty={say('joint.no-payers')}
        rows={plan.sources.map(({ id, name, kind, amount, townHallId }) => ({
          key: id,
          cells: [
            <>
              {name ? <Written text={name} /> : say(`source.kind.${kind}`)}
              {townHallId === body.id && <span class="hint">{text(body.name).text}</span>}
            </>,
            money(amount),
          ],
        }))}
      />
      {own && plan.project.publishedAt && (
        <p>
          <a class="btn line" href={href(`/town-hall/${body.id}/joint/${plan.project.id}/shares`)}>
            {say('joint.shares')}
          </a>
        </p>
      )}
    </section>
  );
}

/** What its own town gives: how much is promised, authorised and paid, and the next step with its paper. */
export function jointSharesPage(reading: Reading, view: Omit<SharesView, 'partner'>): Page {
  const { say, href } = reading;
  const { body, plan } = view;
  const at = `/town-hall/${body.id}`;
  const crumbs = [
    [href(at), <Written text={body.name} key="body" />],
    [href(`${at}/joint/${plan.project.id}`), <Written text={plan.project.title} key="project" />],
  ] as const;
  return sharesPage(reading, {
    ...view,
    partner: { crumbs, title: say('joint.shares'), lead: say('joint.shares-lead') },
  });
}

function Agree({ view: { form, partner, associations, body, plan } }: Props): JSX.Element {
  const { say, href, text, money } = useReading();
  const options = associations.map(({ id, name }): [string, string] => [id, text(name).text]);
  return (
    <section class="stack" aria-labelledby="agree">
      <h2 id="agree">{say('joint.agree')}</h2>
      <form
        method="post"
        action={href(`/town-hall/${body.id}/joint/${plan.project.id}/agreement`)}
        class="stack"
        novalidate
      >
        <p>{say(associations.length > 0 ? 'joint.agree-lead' : 'joint.agree-public')}</p>
        <p>{say('joint.agree-share', { share: money(partner.share) })}</p>
        <input type="hidden" name="share" value={partner.share.toString()} />
        <div class="halves">
          <Field form={form} name="actNumber" label={say('joint.act-number')} maxlength={60} />
          <Field form={form} name="actDate" label={say('joint.act-date')} type="date" />
        </div>
        {options.length > 1 && (
          <Select form={form} name="associationId" label={say('joint.association')} options={options} />
        )}
        <button class="btn">{say('joint.agree-send')}</button>
      </form>
    </section>
  );
}

function Decline({ view: { form, partner, body, plan } }: Props): JSX.Element {
  const { say, href } = useReading();
  const words = say(partner.state === 'agreed' ? 'joint.leave' : 'joint.decline');
  return (
    <FoldOut summary={words} open={form.errorOf('reason') !== undefined}>
      <form method="post" action={href(`/town-hall/${body.id}/joint/${plan.project.id}/refusal`)} class="stack" novalidate>
        <TextArea form={form} name="reason" label={say('joint.decline-why')} hint={say('joint.decline-hint')} rows={2} />
        <button class="btn line">{words}</button>
      </form>
    </FoldOut>
  ); // prettier-ignore
}

function Votes({ view: { votes, partner } }: Props): JSX.Element | null {
  const { say, href } = useReading();
  const own = votes.filter(({ associationId }) => associationId === partner.associationId);
  if (own.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="votes">
      <h2 id="votes">{say('joint.votes')}</h2>
      <ul class="tasks">
        {own.map(({ id, kind, state, result }) => (
          <li key={id}>
            <a href={href(`/votes/${id}`)}>{say(`joint.vote.${kind}`)}</a>
            <Tag tone={voteTone(result?.outcome)}>{say(result ? `joint.outcome.${result.outcome}` : `votes.state.${state}`)}</Tag>
          </li>
        ))}
      </ul>
    </section>
  ); // prettier-ignore
}

/** How a vote that has this outcome, or none yet, is coloured. */
function voteTone(outcome: 'accepted' | 'refused' | undefined): 'ok' | 'bad' | 'now' {
  return outcome === 'accepted' ? 'ok' : outcome === 'refused' ? 'bad' : 'now';
}
