import type { JSX } from 'preact';
import type { Multilingual } from '#libs/platform/src/index.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Facts } from '../layout/parts.view.js';
import type { Dossier } from './dossier.js';

/** Papers that anybody may read, the table of every payment, and the report on the money that a programme wants. */
export function Documents({ dossier }: { dossier: Dossier }): JSX.Element {
  const { say, href, text } = useReading();
  const { face } = dossier;
  const kindOf = (what: string, title: Multilingual | null) => {
    const kind = say(`document.what.${what}`);
    return title && !text(title).text.toLowerCase().includes(kind.toLowerCase()) ? kind : null;
  };
  const open = face.plan.documents.filter((document) => document.public);
  return (
    <section>
      <h2>{say('project.documents')}</h2>
      <ul class="docs">
        {open.map(({ fileId, what, title }) => (
          <li key={fileId}>
            <a href={`/files/${fileId}/original`}>{title ? <Written text={title} /> : say(`document.what.${what}`)}</a>{' '}
            <span class="small mute">{kindOf(what, title)}</span>
          </li>
        ))}
        <li>
          <a href={href(`${face.path}/register.csv`)}>{say('project.all-payments')}</a>{' '}
          <span class="small mute">CSV</span>
        </li>
        <Report dossier={dossier} />
      </ul>
    </section>
  );
}

/** How the money stands and what was done, as the files that the project's programme gets; nothing where none wants them. */
function Report({ dossier: { face } }: { dossier: Dossier }): JSX.Element | null {
  const { say, href } = useReading();
  const { plan, campaign, totals } = face;
  if (!plan.programme?.edition.reports.length) return null;
  // Its story is told up to a head of the books, and after its campaign opens the next one comes with somebody's money.
  const isTold = campaign && (plan.project.state !== 'campaign' || totals.raised.plus(totals.promised).isPositive());
  return (
    <>
      <li>
        <a href={href(`${face.path}/report.pdf`)}>{say('project.money-report')}</a> <span class="small mute">PDF</span>{' '}
        <a href={href(`${face.path}/report.csv`)}>{say('project.money-report-table')}</a>{' '}
        <span class="small mute">CSV</span>
      </li>
      {isTold && (
        <li>
          <a href={href(`${face.path}/narrative.pdf`)}>{say('project.narrative-report')}</a>{' '}
          <span class="small mute">PDF</span>
        </li>
      )}
    </>
  );
}

/** Who looks after it, who pays for that, and what can go wrong. */
export function Maintenance({ dossier }: { dossier: Dossier }): JSX.Element | null {
  const { say, money } = useReading();
  const { project } = dossier.face.plan;
  const { maintainer, maintenancePayer, upkeep, risks } = project;
  if (!maintainer && !risks) return null;
  return (
    <section>
      <h2>{say('section.maintenance')}</h2>
      <Facts
        rows={[
          ...(maintainer ? [[say('project.maintainer'), <Written text={maintainer} />] as const] : []),
          ...(maintenancePayer
            ? [[say('project.maintenance-payer'), <Written text={maintenancePayer} />] as const]
            : []),
          ...(upkeep ? [[say('project.upkeep'), money(upkeep)] as const] : []),
          ...(risks ? [[say('project.risks'), <Written text={risks} />] as const] : []),
        ]}
      />
    </section>
  );
}

/** Questions that everybody has. */
export function Questions({ dossier }: { dossier: Dossier }): JSX.Element {
  const { say } = useReading();
  const model = dossier.face.campaign?.model ?? dossier.face.plan.campaign.model ?? 'keep';
  const questions = ['who-holds', `short-${model}`, ...(model === 'keep' ? [] : ['when']), 'cheaper', 'receipt'];
  return (
    <section class="ask">
      <h2>{say('project.questions')}</h2>
      {questions.map((key) => (
        <details key={key}>
          <summary>{say(`project.q.${key}`)}</summary>
          <p>{say(`project.a.${key}`)}</p>
        </details>
      ))}
    </section>
  );
}
