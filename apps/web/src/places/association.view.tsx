import type { JSX } from 'preact';
import type { Assembly } from '#libs/assemblies/src/index.js';
import type { Dissolution } from '#libs/dissolutions/src/index.js';
import {
  type Body,
  type Chapter,
  type OfficeTerm,
  type PlaceFound,
  type Statute,
  type VoteRuleInForce,
  VOUCHING,
} from '#libs/hometowns/src/index.js';
import type { HandedOver } from '#libs/projects/src/index.js';
import { PublicAssemblies, RuleLines } from '../association/assembly-parts.view.js';
import { Chapters, Offices, Statutes } from '../association/order.view.js';
import { Ending } from '../dissolutions/dissolution.view.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { Carpet, type CardView, ProjectCard, Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Facts } from '../layout/parts.view.js';

interface AssociationView {
  readonly body: Body;
  readonly place: PlaceFound;
  readonly rule: VoteRuleInForce;
  /** Of now, or of when it was dissolved. */
  readonly members: number;
  readonly statutes: readonly Statute[];
  readonly offices: readonly OfficeTerm[];
  readonly chapters: readonly Chapter[];
  readonly assemblies: readonly Assembly[];
  /** What its members have decided about its end; null while they have not. */
  readonly dissolution: Dissolution | null;
  /** What it has handed over, and to whom; null where nobody was found. */
  readonly moved: readonly HandedOver[];
  readonly successor: Body | null;
  readonly cards: readonly CardView[];
}

/** An association: who verifies, and by which rule. */
export function associationPage(reading: Reading, view: AssociationView): Page {
  const { say } = reading;
  const { body, place, cards } = view;
  const name = reading.text(body.name).text;
  return page({
    title: name,
    description: `${name}, ${placeLine(reading, place)}`,
    body: (
      <div class="wrap sect stack loose">
        <Head view={view} />
        {view.dissolution && <Ending {...view} dissolution={view.dissolution} />}
        <div class="pair-wide">
          <About view={view} />
          <Rule view={view} />
        </div>
        <div class="pair-wide">
          <Order view={view} />
          <section class="stack">
            <h2>{say('chapter.title')}</h2>
            <Chapters chapters={view.chapters} />
          </section>
        </div>
        <section class="stack">
          <h2>{say('assembly.title')}</h2>
          <PublicAssemblies all={view.assemblies} />
        </section>
        <section class="stack">
          <h2>{say('association.projects')}</h2>
          {cards.length === 0 && <p class="empty">{say('association.no-projects')}</p>}
          <ul class="grid">
            {cards.map((card) => (
              <ProjectCard card={card} key={card.code} />
            ))}
          </ul>
        </section>
      </div>
    ),
  });
}

function Head({ view: { body, place } }: { view: AssociationView }): JSX.Element {
  const reading = useReading();
  const { say } = reading;
  return (
    <header class="town-head">
      <Carpet code={place.code} size={160} />
      <div class="stack tight">
        <p>
          <Tag tone={body.state === 'verified' ? 'ok' : 'bad'}>{say(`body.state.${body.state}`)}</Tag>{' '}
          <Tag>{say(`body.kind.${body.kind}`)}</Tag>
        </p>
        <h1 class="h-page">
          <Written text={body.name} />
        </h1>
        <p class="lead">
          <a href={reading.href(`/t/${place.slug}`)}>{placeLine(reading, place)}</a>
        </p>
      </div>
    </header>
  );
}

function About({ view: { body, members } }: { view: AssociationView }): JSX.Element {
  const { say, date } = useReading();
  return (
    <section class="stack">
      <h2>{say('association.about')}</h2>
      {body.about && (
        <p>
          <Written text={body.about} />
        </p>
      )}
      <Facts
        rows={[
          ...(body.form ? [[say('association.form'), say(`body.form.${body.form}`)] as const] : []),
          ...(body.registrationNo ? [[say('association.registration'), body.registrationNo] as const] : []),
          ...(body.verifiedAt ? [[say('association.since'), date(body.verifiedAt)] as const] : []),
          [
            say(body.state === 'dissolved' ? 'association.members-last' : 'association.members'),
            say('unit.members', { n: members }),
          ],
          [
            'E-mail',
            <a href={`mailto:${body.email}`} key="mail">
              {body.email}
            </a>,
          ],
        ]}
      />
    </section>
  );
}

/** Statute and offices: what holds the association together. */
function Order({ view: { statutes, offices, assemblies } }: { view: AssociationView }): JSX.Element {
  const { say } = useReading();
  return (
    <section class="stack">
      <h2>{say('order.title')}</h2>
      <Statutes statutes={statutes} />
      <Offices offices={offices} assemblies={assemblies} />
    </section>
  );
}

/** How it votes, and who comes in; of one that has ended, how it voted. */
function Rule({ view: { rule, body } }: { view: AssociationView }): JSX.Element {
  const { say, href } = useReading();
  const ended = body.state === 'dissolved';
  return (
    <section class="stack">
      <h2>{say(ended ? 'association.rule-last' : 'association.rule')}</h2>
      <RuleLines rule={rule} />
      {!ended && (
        <p>
          {say('association.joining', {
            needed: VOUCHING.needed,
            most: VOUCHING.most,
            days: VOUCHING.days,
            trial: VOUCHING.trialDays,
          })}
        </p>
      )}
      <p>
        <a href={href('/voting-rules')}>{say('voting.title')}</a>
      </p>
    </section>
  );
}
