import type { JSX } from 'preact';
import type { Body } from '#libs/hometowns/src/index.js';
import type { FileId } from '#libs/kernel/src/index.js';
import type { FileInfo, Multilingual } from '#libs/platform/src/index.js';
import type { LegalAct, ProjectFile, Section, Transition } from '#libs/projects/src/index.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Facts } from '../layout/parts.view.js';
import { Eligibility } from '../programmes/eligibility.view.js';
import { without } from '../projects/versions.view.js';
import { DeskTable } from '../layout/table.view.js';

/** Everything that the reviewer reads. */
export interface ReviewView {
  readonly file: ProjectFile;
  readonly names: readonly FileInfo[];
  readonly townHall: Body | null;
  readonly association: Body | null;
  readonly steps: readonly Transition[];
  /** The recommendation that waits for its second signature. */
  readonly waits: string | null;
}

type Part = ({ view }: { view: ReviewView }) => JSX.Element;

/** How the reviewer reads each section of a file. */
export const SECTION_VIEWS: Readonly<Record<Section, Part>> = {
  place: Place,
  budget: Budget,
  funding: Funding,
  campaign: Campaign,
  stages: Stages,
  documents: Documents,
  maintenance: Maintenance,
  association: Association,
};

function Words({ text }: { text: Multilingual | null }): JSX.Element {
  const { say } = useReading();
  return text ? <Written text={text} /> : <span class="mute">{say('operator.nothing')}</span>;
}

function Place({ view: { file, townHall } }: { view: ReviewView }): JSX.Element {
  const { say, number } = useReading();
  const { project } = file.plan;
  return (
    <Facts
      rows={[
        [say('operator.fact.town-hall'), <Words text={townHall?.name ?? null} />],
        [say('operator.fact.summary'), <Words text={project.summary} />],
        [say('operator.fact.why'), <Words text={project.why} />],
        [say('operator.fact.people'), project.peopleServed ? number(project.peopleServed) : say('operator.nothing')],
        [say('operator.fact.sector'), project.sector ? say(`sector.${project.sector}`) : say('operator.nothing')],
      ]}
    />
  );
}

function Budget({ view: { file } }: { view: ReviewView }): JSX.Element {
  const { say, money } = useReading();
  const names = ['name', 'quantity', 'unit-price', 'sum', 'core'] as const;
  return (
    <DeskTable
      title={say('section.budget')}
      head={names.map((name) => say(`operator.budget.${name}`))}
      numbers={[1, 2, 3, 4]}
      rows={file.plan.lines.map(({ id, name, quantity, unit, unitPrice, amount, core }) => ({
        key: id,
        cells: [
          <Words text={name} />,
          [quantity, unit && say(`measure.${unit}`)].filter(Boolean).join(' '),
          unitPrice && money(unitPrice),
          money(amount),
          money(core),
        ],
      }))}
    />
  );
}

function Funding({ view }: { view: ReviewView }): JSX.Element {
  const { say, money } = useReading();
  const head = [
    say('operator.funding.who'),
    say('operator.budget.sum'),
    say('operator.funding.stage'),
    say('operator.funding.act'),
  ];
  return (
    <>
      <DeskTable
        title={say('section.funding')}
        head={head}
        numbers={[1]}
        rows={view.file.plan.sources.map(({ id, kind, name, amount, stage, act }) => ({
          key: id,
          cells: [
            <>
              {say(`source.kind.${kind}`)}
              {name && ': '}
              {name && <Written text={name} />}
            </>,
            money(amount),
            say(`source.stage.${stage}`),
            act && <Act act={act} view={view} />,
          ],
        }))}
      />
      <Eligibility plan={view.file.plan} />
    </>
  );
}

function Act({ act: { kind, number, date: on, file }, view }: { act: LegalAct; view: ReviewView }): JSX.Element {
  const { say, date } = useReading();
  return (
    <>
      {say(`act.kind.${kind}`)} {number} {on && date(on)} {file && <FileLink id={file} view={view} />}
    </>
  );
}

function FileLink({ id, view: { names } }: { id: FileId; view: ReviewView }): JSX.Element {
  const info = names.find((each) => each.id === id);
  return <a href={`/files/${id}/${info?.kind === 'photo' ? 'wide' : 'original'}`}>{info?.name ?? id}</a>;
}

function Campaign({ view: { file } }: { view: ReviewView }): JSX.Element {
  const reading = useReading();
  const { say, money, date, percent } = reading;
  const { model, minimum, optimum, opensOn, closesOn, extendAtBp, extendDays } = file.plan.campaign;
  const none = say('operator.nothing');
  return (
    <Facts
      rows={[
        [say('operator.fact.model'), model ? say(`model.${model}`) : none],
        [say('operator.fact.minimum'), minimum ? money(minimum) : none],
        [say('operator.fact.optimum'), optimum ? money(optimum) : none],
        [say('operator.fact.opens'), opensOn ? date(opensOn) : none],
        [say('operator.fact.closes'), closesOn ? date(closesOn) : none],
        ...(extendAtBp && extendDays ? [[say('project.extension'), say('project.extension-rule', { share: percent(extendAtBp / 100), days: extendDays })] as const] : []), // prettier-ignore
        ...file.plan.tiers.map((tier) => [<Words text={tier.name} />, `${money(tier.amount)}. ${without(reading, file.plan, tier)}`] as const), // prettier-ignore
      ]}
    />
  );
}

function Stages({ view: { file } }: { view: ReviewView }): JSX.Element {
  const { say, date, percent } = useReading();
  const { milestones, tranches } = file.plan;
  return (
    <DeskTable
      title={say('section.stages')}
      head={[say('operator.stage'), say('operator.planned'), say('operator.tranches-of')]}
      rows={milestones.map(({ id, name, plannedOn }) => ({
        key: id,
        cells: [
          <Words text={name} />,
          plannedOn && date(plannedOn),
          tranches
            .filter(({ milestoneId }) => milestoneId === id)
            .map(({ id: trancheId, number, shareBp, evidence }) => (
              <p key={trancheId}>
                {say('operator.tranche-share', { n: number, share: percent((shareBp ?? 0) / 100) })}{' '}
                <Words text={evidence} />
              </p>
            )),
        ],
      }))}
    />
  );
}

function Documents({ view }: { view: ReviewView }): JSX.Element {
  const { say } = useReading();
  const { documents, photos } = view.file.plan;
  return (
    <ul class="docs">
      {documents.map(({ fileId, what, title, public: isPublic }) => (
        <li key={fileId}>
          {say(`document.what.${what}`)}: <FileLink id={fileId} view={view} /> {title && <Written text={title} />}{' '}
          {!isPublic && <span class="mute">({say('operator.not-public')})</span>}
        </li>
      ))}
      {photos.map(({ fileId, caption }) => (
        <li key={fileId}>
          <FileLink id={fileId} view={view} /> {caption && <Written text={caption} />}
        </li>
      ))}
    </ul>
  );
}

function Maintenance({ view: { file } }: { view: ReviewView }): JSX.Element {
  const { say, money } = useReading();
  const { maintainer, maintenancePayer, upkeep, risks } = file.plan.project;
  return (
    <Facts
      rows={[
        [say('operator.fact.maintainer'), <Words text={maintainer} />],
        [say('operator.fact.payer'), <Words text={maintenancePayer} />],
        [say('operator.fact.upkeep'), upkeep ? money(upkeep) : say('operator.nothing')],
        [say('operator.fact.risks'), <Words text={risks} />],
      ]}
    />
  );
}

function Association({ view: { association } }: { view: ReviewView }): JSX.Element {
  const { say, href } = useReading();
  if (!association) return <p>{say('operator.no-association')}</p>;
  return (
    <p>
      <a href={href(`/a/${association.slug}`)}>
        <Written text={association.name} />
      </a>
    </p>
  );
}
