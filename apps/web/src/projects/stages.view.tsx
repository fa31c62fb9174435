import type { JSX } from 'preact';
import { lastDayOf } from '#libs/kernel/src/index.js';
import type { Milestone } from '#libs/projects/src/index.js';
import { ScrollTable } from '../books/table.view.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { type Step, Steps } from '../layout/parts.view.js';
import { VoteLinks } from '../together/vote-links.view.js';
import { capital } from './capital.js';
import type { Dossier } from './dossier.js';

/** The campaign and the stages of the work, each with the part of the money that waits for it. */
export function Stages({ dossier }: { dossier: Dossier }): JSX.Element | null {
  const reading = useReading();
  const { say, date } = reading;
  const { milestones, campaign, project } = dossier.face.plan;
  if (milestones.length === 0) return null;
  const raising = ['campaign', 'collecting'].includes(project.state);
  const before = ['endorsement', 'published'].includes(project.state);
  const first: Step = {
    title: say('section.campaign'),
    line: campaign.opensOn && campaign.closesOn ? say('project.from-to', { from: date(campaign.opensOn), to: date(campaign.closesOn) }) : '', // prettier-ignore
    state: raising ? 'here' : before ? undefined : 'done',
  };
  const next = milestones.find(({ metOn }) => !metOn);
  const working = ['funded', 'in-delivery'].includes(project.state);
  return (
    <section>
      <h2>{say('section.stages')}</h2>
      <Steps
        steps={[
          first,
          ...milestones.map((milestone) => ({
            title: <Written text={milestone.name} />,
            line: <StageLine dossier={dossier} milestone={milestone} />,
            state: stateOf(milestone, { dossier, here: working && milestone === next }),
          })),
        ]}
      />
    </section>
  );
}

function stateOf(milestone: Milestone, { dossier, here }: { dossier: Dossier; here: boolean }): Step['state'] {
  if (milestone.metOn) return 'done';
  if (here && dossier.face.plan.late?.milestoneId === milestone.id) return 'late';
  return here ? 'here' : undefined;
}

function StageLine({ dossier, milestone }: { dossier: Dossier; milestone: Milestone }): JSX.Element {
  const { say, date } = useReading();
  const { plannedOn, expectedOn, metOn, delayReason } = milestone;
  const tranches = dossier.face.plan.tranches.filter(({ milestoneId }) => milestoneId === milestone.id);
  return (
    <>
      {metOn
        ? say('project.met-on', { date: date(metOn) })
        : plannedOn && say('project.planned-on', { date: date(plannedOn) })}
      {!metOn && expectedOn && `, ${say('project.late-expected', { date: date(expectedOn) })}`}
      {!metOn && delayReason && (
        <>
          {' '}
          <Written text={delayReason} />
        </>
      )}
      {tranches.map((tranche) => (
        <TrancheLine dossier={dossier} tranche={tranche} key={tranche.id} />
      ))}
    </>
  );
}

function TrancheLine({
  dossier,
  tranche,
}: {
  dossier: Dossier;
  tranche: Dossier['face']['plan']['tranches'][number];
}): JSX.Element {
  // prettier-ignore
  const { say, percent, money, date, href } = useReading();
  const request = dossier.requests.find(({ trancheId }) => trancheId === tranche.id);
  const share = percent(String((tranche.shareBp ?? 0) / 100));
  return (
    <>
      <br />
      {say('project.tranche', { n: tranche.number, share })}
      {request && `: ${money(request.amount)}, ${say(`tranche.state.${request.state}`).toLowerCase()}`}
      {request?.receivedAt && `, ${date(request.receivedAt)}`}
      {request?.objectionsUntil && ['asked', 'objections', 'voting'].includes(request.state) && (
        <>
          {' · '}
          <a href={href(`${dossier.face.path}/tranches/${request.id}/object`)}>{say('project.object')}</a>{' '}
          {say('desk.until', { closes: date(lastDayOf(request.objectionsUntil)) })}
        </>
      )}
      {request && request.votes.length > 0 && (
        <>
          {' · '}
          <VoteLinks votes={request.votes} bodies={dossier.words.map(({ association }) => association)} />
        </>
      )}
      {tranche.evidence && (
        <>
          {'. '}
          {say('project.evidence')} <Written text={tranche.evidence} />
        </>
      )}
    </>
  );
}

/** Every invoice with its line, and the act of acceptance. Nothing until the first invoice. */
export function PlanAndReal({ dossier }: { dossier: Dossier }): JSX.Element | null {
  const { say, date } = useReading();
  const { closing } = dossier;
  const invoices = dossier.invoices.filter(({ state }) => state !== 'cancelled');
  if (invoices.length === 0) return null;
  const head = [capital(say('term.invoice')), capital(say('term.budget_line')), say('thanks.sum')];
  return (
    <section>
      <h2>{say('project.bills')}</h2>
      <ScrollTable caption={say('project.bills-caption')} head={head} numbers={[2]} fold>
        {invoices.map((invoice) => (
          <InvoiceRow dossier={dossier} invoice={invoice} key={invoice.id} />
        ))}
      </ScrollTable>
      {closing.acceptance && (
        <p>
          <a href={`/files/${closing.acceptance.file}/original`}>
            {capital(say('term.acceptance_act'))} {say('project.act-no', { no: closing.acceptance.number })}
          </a>
          , {date(closing.acceptance.date)}
        </p>
      )}
    </section>
  );
}

function InvoiceRow({ dossier, invoice }: { dossier: Dossier; invoice: Dossier['invoices'][number] }): JSX.Element {
  const { say, moneyShort, date } = useReading();
  const line = dossier.face.plan.lines.find(({ id }) => id === invoice.lineId);
  return (
    <tr>
      <td>
        <a href={`/files/${invoice.file}/original`}>
          {invoice.supplier}, {invoice.number}
        </a>
        <span class="hint">
          {date(invoice.issuedOn)}, {say(`invoice.state.${invoice.state}`).toLowerCase()}
        </span>
      </td>
      <td>{line && <Written text={line.name} />}</td>
      <td class="n">{moneyShort(invoice.amount)}</td>
    </tr>
  );
}
