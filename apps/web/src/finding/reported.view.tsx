import type { JSX } from 'preact';
import type { ReportedPart, ReportedProject } from '#libs/projects/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';

/** Projects that were done elsewhere before Plai, as their sources report them. */
export function historyPage(reading: Reading, projects: readonly ReportedProject[]): Page {
  const { say } = reading;
  return page({
    title: say('history.title'),
    description: say('history.lead'),
    nav: 'projects',
    body: (
      <div class="wrap sect stack loose">
        <header class="stack">
          <h1 class="h-page">{say('history.title')}</h1>
          <p class="lead narrow">{say('history.lead')}</p>
        </header>
        <ReportedList projects={projects} />
      </div>
    ),
  });
}

/** Reported projects one under the other, every figure with its date and source; `level` is that of their headings. */
export function ReportedList({
  projects,
  level = 2,
}: {
  projects: readonly ReportedProject[];
  level?: 2 | 3;
}): JSX.Element {
  const { href } = useReading();
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <ul class="rowlist">
      {projects.map((project) => (
        <li class="no-picture" key={project.id}>
          <div class="stack tight">
            <Heading class="h-row">
              <a href={href(`/reported/${project.id}`)}>
                <Written text={project.purpose} />
              </a>
            </Heading>
            <Origin project={project} />
            <Parts parts={project.parts} />
            {project.note && (
              <p class="small">
                <Written text={project.note} />
              </p>
            )}
            <Sources sources={project.sources} />
          </div>
          <div class="end">
            <Figures project={project} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function Origin({ project: { towns, district, when } }: { project: ReportedProject }): JSX.Element {
  const { say } = useReading();
  const place = towns === district ? towns : `${towns} (${district})`;
  const [year, month] = when.split('-');
  return (
    <p class="small mute">
      <Tag>{say('term.as_reported')}</Tag> {place} · {month ? `${month}.${year}` : year}
    </p>
  );
}

function Figures({ project }: { project: ReportedProject }): JSX.Element {
  const { say, moneyRound } = useReading();
  const known = (['total', 'planned', 'target', 'raised'] as const).flatMap((name) =>
    project[name] ? [[name, project[name]] as const] : [],
  );
  return (
    <>
      {known.map(([name, sum]) => (
        <p key={name}>
          <strong>{moneyRound(sum)}</strong>
          <br />
          <span class="small mute">{say(`history.${name}`)}</span>
        </p>
      ))}
      {known.length === 0 && <p class="small mute">{say('history.no-figures')}</p>}
      {project.donors !== null && <p class="small mute">{say('unit.donors', { n: project.donors })}</p>}
    </>
  );
}

function Parts({ parts }: { parts: readonly ReportedPart[] }): JSX.Element | null {
  const { say, moneyRound } = useReading();
  if (parts.length === 0) return null;
  const words = ({ who, qualifier, people, amount }: ReportedPart) =>
    [
      say(`reported.who.${who}`),
      people ? `(${people})` : '',
      '–',
      qualifier ? say(`reported.qualifier.${qualifier}`) : '',
      moneyRound(amount),
    ]
      .filter(Boolean)
      .join(' ');
  return <p class="small">{parts.map(words).join(' · ')}</p>;
}

function Sources({ sources }: { sources: readonly string[] }): JSX.Element {
  const { say } = useReading();
  const shown = sources.filter((address) => /^https?:\/\//.test(address) && URL.canParse(address));
  return (
    <p class="small mute">
      {say('history.source')}{' '}
      {shown.map((address, index) => (
        <span key={address}>
          {index > 0 && ', '}
          <a href={address} rel="noopener">
            {new URL(address).hostname.replace(/^www\.|\.$/g, '')}
          </a>
        </span>
      ))}
    </p>
  );
}
