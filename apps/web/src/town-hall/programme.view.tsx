import type { JSX } from 'preact';
import type { ProjectReport } from '#libs/books/src/index.js';
import type { Certificate, Contribution } from '#libs/cofunding/src/index.js';
import type { PlaceFound } from '#libs/hometowns/src/index.js';
import { totalOf } from '#libs/projects/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { CommandIdField, ErrorSummary } from '../layout/form.view.js';
import { Facts } from '../layout/parts.view.js';
import { DeskTable, Part } from '../layout/table.view.js';
import { grouped } from '../pledging/gift-rows.view.js';
import { contributionRows } from '../programmes/certificate.words.js';
import type { DossierRow } from '../programmes/dossier.js';
import { Dossier } from '../programmes/dossier.view.js';
import { Eligibility } from '../programmes/eligibility.view.js';
import { Reports } from '../programmes/reports.view.js';
import { DeskHead } from './desk.view.js';
import type { OwnProject } from './offices.js';
import { crumbsOf } from './works.view.js';

/** What the desk shows of a project to be sent to its programme. */
interface ProgrammeView extends OwnProject {
  /** What a certificate would say now; null while nothing is sealed. */
  readonly now: Contribution | null;
  readonly issued: readonly Certificate[];
  /** The papers that the programme wants, in its order. */
  readonly dossier: readonly DossierRow[];
  readonly place: PlaceFound;
  /** The report on its money up to the newest head; null while there is none to be made. */
  readonly report: ProjectReport | null;
  readonly form: Form;
}

/** How the project stands in its programme, the papers and the reports that this wants, and the certificate of what people gave. */
export function programmePage(reading: Reading, view: ProgrammeView): Page {
  const { say } = reading;
  const { body: office, plan } = view;
  const at = `/town-hall/${office.id}/projects/${plan.project.id}`;
  const body = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead crumbs={crumbsOf(view, reading, false)} title={say('hall.programme')} />
      <ErrorSummary form={view.form} />
      <Eligibility plan={view.plan} />
      <Dossier rows={view.dossier} at={at} />
      <Certificates view={view} />
      <Reports at={at} plan={plan} place={view.place} report={view.report} />
    </div>
  );
  return page({ title: say('hall.programme'), index: false, body });
}

function Certificates({ view: { plan, now, issued, form } }: { view: ProgrammeView }): JSX.Element {
  const reading = useReading();
  const { say } = reading;
  return (
    <Part title={<span id="certificate">{say('certificate.desk')}</span>}>
      <p>{say('certificate.desk-lead')}</p>
      {now && now.donors > 0 ? (
        <form method="post" class="stack">
          <CommandIdField form={form} />
          <h3>{say('certificate.would')}</h3>
          <Facts rows={contributionRows(reading, now, totalOf(plan))} />
          <p>
            <button class="btn">{say('certificate.issue')}</button>
          </p>
        </form>
      ) : (
        <p class="empty">{say('certificate.none-yet')}</p>
      )}
      <h3>{say('certificate.issued')}</h3>
      <Issued issued={issued} />
    </Part>
  );
}

function Issued({ issued }: { issued: readonly Certificate[] }): JSX.Element {
  const { say, href, money, moment, number, lang } = useReading();
  return (
    <DeskTable
      title={say('certificate.issued')}
      head={['code', 'people', 'donors', 'until', 'pdf-column'].map((name) => say(`certificate.${name}`))}
      numbers={[1, 2]}
      empty={say('certificate.none')}
      rows={issued.map(({ id, code, people, donors, head }) => ({
        key: id,
        cells: [
          <a href={`/v/${code}?lang=${lang}`}>{grouped(code)}</a>,
          money(people),
          number(donors),
          moment(head.at),
          <a href={href(`/certificates/${code}/certificate.pdf`)} download>
            {say('certificate.pdf-link', { code: grouped(code) })}
          </a>,
        ],
      }))}
    />
  );
}
