import type { JSX } from 'preact';
import { placeName } from '#libs/hometowns/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { Carpet, Cover, shownState, StateTag, Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Crumbs, Dock, Note } from '../layout/parts.view.js';
import { fundTitle } from '../funds/fund.view.js';
import { NeedList } from '../funds/need-line.view.js';
import { downToLei, progressWords } from '../pledging/promise-words.js';
import { Brief, Why } from './brief.view.js';
import { Corrections } from './corrections.view.js';
import { Decided } from './decided.view.js';
import type { Dossier } from './dossier.js';
import { Jar } from './jar.view.js';
import { Objections } from './objections.view.js';
import { Documents, Maintenance, Questions } from './papers.view.js';
import { AssociationWord, Gifts, Updates } from './people.view.js';
import { Budget, Flow } from './plan.view.js';
import { PlanAndReal, Stages } from './stages.view.js';

/** A project in whatever state it is: what it is about, where its money stands, what has been done. */
export function projectPage(reading: Reading, dossier: Dossier): Page {
  const { face } = dossier;
  const { project } = face.plan;
  const title = reading.text(project.title).text;
  const summary = project.summary ? reading.text(project.summary).text : '';
  return page({
    title: `${title}, ${placeLine(reading, face.place)}`,
    description: [progressWords(reading, face), summary].filter(Boolean).join('. ').slice(0, 300),
    nav: 'projects',
    card: project.publishedAt ? `/og/${project.code}-${reading.lang}.jpg?v=${tenths(dossier)}` : undefined,
    body: <Project dossier={dossier} />,
    dock: face.daysLeft === null ? undefined : <GiveDock dossier={dossier} />,
  });
}

/** Tenths of the target: the card's address changes with each, so that chats show it anew. */
function tenths({ face }: Dossier): string {
  const { raised, promised } = face.totals;
  const target = face.target?.minor ?? 0n;
  return target > 0n ? String(((raised.minor + promised.minor) * 10n) / target) : '0';
}

function Project({ dossier }: { dossier: Dossier }): JSX.Element {
  const { say, href, lang } = useReading();
  const { face } = dossier;
  const top = face.place.above.at(-1);
  return (
    <div class="wrap">
      <Crumbs
        links={[
          [href('/projects'), say('nav.projects')],
          ...(top ? [[href(`/t/${top.slug}`), placeName(lang, top)] as const] : []),
          [href(`/t/${face.place.slug}`), placeName(lang, face.place)],
        ]}
      />
      <div class="proj">
        <Head dossier={dossier} />
        <Picture dossier={dossier} />
        <aside aria-label={say('project.money-now')}>
          <Jar dossier={dossier} />
        </aside>
        <Main dossier={dossier} />
      </div>
    </div>
  );
}

function Main({ dossier }: { dossier: Dossier }): JSX.Element {
  const { face, objections } = dossier;
  const told = dossier.updates.length > 0;
  const { project } = face.plan;
  const working = ['funded', 'in-delivery', 'completed'].includes(project.state) || dossier.invoices.length > 0;
  return (
    <div class="main">
      {working && told && <Updates dossier={dossier} />}
      {working && <Stages dossier={dossier} />}
      {working && <PlanAndReal dossier={dossier} />}
      <Decided dossier={dossier} />
      <Brief dossier={dossier} />
      <Why dossier={dossier} />
      <Flow dossier={dossier} />
      <Budget dossier={dossier} />
      {!working && <Stages dossier={dossier} />}
      {project.objectionsUntil && <Objections face={face} objections={objections} />}
      <AssociationWord dossier={dossier} />
      {project.publishedAt && <Gifts dossier={dossier} />}
      {dossier.needs.length > 0 && <FromFund dossier={dossier} />}
      {!(working && told) && <Updates dossier={dossier} />}
      <Documents dossier={dossier} />
      <Maintenance dossier={dossier} />
      <Questions dossier={dossier} />
      <Corrections dossier={dossier} />
    </div>
  );
}

/** What the town hall asked of the town's fund for it, and what came. */
function FromFund({ dossier: { face, needs } }: { dossier: Dossier }): JSX.Element {
  const reading = useReading();
  return (
    <section class="stack">
      <h2>{reading.say('project.needs')}</h2>
      <NeedList needs={needs} own />
      <p class="small">
        <a href={reading.href(`/t/${face.place.slug}/fund`)}>{fundTitle(reading, face)}</a>
      </p>
    </section>
  );
}

/** Where it stands, what it is about, and whether its figures are real; in which language it is written when not the reader's. */
function Labels({ dossier }: { dossier: Dossier }): JSX.Element {
  const reading = useReading();
  const { say } = reading;
  const { project, late } = dossier.face.plan;
  const written = reading.text(project.title).lang;
  return (
    <>
      <p>
        <StateTag state={shownState(project)} lateDays={late?.days} />{' '}
        {project.sector && <Tag>{say(`sector.${project.sector}`)}</Tag>}{' '}
        {project.illustrative ? (
          <Tag tone="bad">{say('term.illustrative')}</Tag>
        ) : (
          reading.demo && <Tag>{say('project.demo')}</Tag>
        )}
      </p>
      {written !== reading.lang && <p class="small mute">{say('project.written-in', { lang: written })}</p>}
    </>
  );
}

function Head({ dossier }: { dossier: Dossier }): JSX.Element {
  const reading = useReading();
  const { say, date } = reading;
  const { face, townHall } = dossier;
  const { project, late } = face.plan;
  return (
    <header>
      <Labels dossier={dossier} />
      <h1>
        <Written text={project.title} />
      </h1>
      <div class="place">
        <Carpet code={face.place.code} />
        <p>
          {townHall && (
            <>
              <Written text={townHall.name} />
              <br />
            </>
          )}
          <a href={reading.href(`/t/${face.place.slug}`)}>{placeLine(reading, face.place)}</a>
          <br />
          <TogetherWith dossier={dossier} />
          <span class="small mute">{answersLine(reading, dossier)}</span>
        </p>
      </div>
      {late?.reason && (
        <Note tone="bad">
          {say('project.late-why')} <Written text={late.reason} />{' '}
          {late.expectedOn && say('project.late-expected', { date: date(late.expectedOn) })}
        </Note>
      )}
    </header>
  );
}

/** The other towns that build it, each with the way to its page. */
function TogetherWith({ dossier: { partners } }: { dossier: Dossier }): JSX.Element | null {
  const { say, href } = useReading();
  if (partners.length === 0) return null;
  return (
    <>
      {say('joint.with')}{' '}
      {partners.map(({ id, name, placeSlug }, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <a href={href(`/t/${placeSlug}`)}>
            <Written text={name} />
          </a>
        </span>
      ))}
      <br />
    </>
  );
}

function answersLine({ say, date }: Reading, { face, mayor }: Dossier): string {
  const { publishedAt } = face.plan.project;
  const role = say('role.mayor', { g: mayor?.gender ?? 'other' });
  const parts = [
    mayor?.name && say('project.answers', { name: mayor.name, role }),
    publishedAt && say('project.published-on', { date: date(publishedAt) }),
  ];
  return parts.filter(Boolean).join(' · ');
}

function Picture({ dossier }: { dossier: Dossier }): JSX.Element {
  const { say, text } = useReading();
  const { project, photos } = dossier.face.plan;
  const [photo] = photos;
  return (
    <figure class="cover">
      <Cover
        photo={photo?.fileId ?? null}
        sector={project.sector}
        code={project.code}
        alt={photo?.caption ? text(photo.caption).text : undefined}
        eager
      />
      <figcaption>{photo ? photo.caption && <Written text={photo.caption} /> : say('project.woven')}</figcaption>
    </figure>
  );
}

function GiveDock({ dossier }: { dossier: Dossier }): JSX.Element {
  const { say, moneyShort, href } = useReading();
  const { totals, path, daysLeft } = dossier.face;
  const held = totals.raised.isPositive() || !totals.promised.isPositive();
  return (
    <Dock
      label={say('project.give-quick')}
      text={
        <>
          <strong>{moneyShort(downToLei(held ? totals.raised : totals.promised))}</strong>{' '}
          {say(held ? 'project.dock-held' : 'project.dock-promised')}
          <br />
          {say('card.left', { n: daysLeft ?? 0 })}
        </>
      }
    >
      <a class="btn give" href={href(`${path}/give`)}>
        {say('give.button')}
      </a>
    </Dock>
  );
}
