import type { JSX } from 'preact';
import type { Assembly } from '#libs/assemblies/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import type { Chapter, ChapterId, Interest, OfficeTerm, Statute } from '#libs/hometowns/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { countryName } from '../layout/countries.js';
import { Choices, CommandIdField, ErrorSummary, Field } from '../layout/form.view.js';
import { FoldOut } from '../layout/parts.view.js';
import { DeskHead } from '../town-hall/desk.view.js';
import { type Office, speaksFor } from '../town-hall/offices.js';
import { AssociationNav } from './desk.view.js';
import { Chapters, Offices, Statutes } from './order.view.js';

/** How an association is organised, as one of its members sees it. */
export interface Organisation {
  readonly office: Office;
  readonly statutes: readonly Statute[];
  readonly offices: readonly OfficeTerm[];
  readonly assemblies: readonly Assembly[];
  readonly chapters: readonly Chapter[];
  readonly interests: readonly Interest[];
  /** The chapter that the reader has chosen. */
  readonly mine: ChapterId | null;
  readonly me: PersonId;
  readonly names: ReadonlyMap<PersonId, string>;
  readonly form: Form;
}

interface Props {
  readonly view: Organisation;
}

/** Statute, terms, chapters, declarations; what the reader may do stands below each. */
export function organisationPage(reading: Reading, view: Organisation): Page {
  const { say, href } = reading;
  const { body } = view.office;
  const content = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead crumbs={[[href(`/association/${body.id}`), <Written text={body.name} key="body" />]]} title={say('order.title')} lead={say('order.lead')} />
      <AssociationNav id={body.id} />
      <ErrorSummary form={view.form} />
      <StatutePart view={view} />
      <TermsPart view={view} />
      <ChaptersPart view={view} />
      <Interests view={view} />
      <p>
        <a href={href(`/association/${body.id}/dissolution`)}>{say('order.ends')}</a>
      </p>
    </div>
  ); // prettier-ignore
  return page({ title: say('order.title'), index: false, body: content });
}

function StatutePart({ view: { statutes, office } }: Props): JSX.Element {
  const { say, href } = useReading();
  return (
    <section class="stack" aria-labelledby="statute">
      <h2 id="statute">{say('statute.title')}</h2>
      <Statutes statutes={statutes} />
      {office.roles.includes('president') && (
        <p>
          <a class="btn line" href={href(`/association/${office.body.id}/organisation/statute`)}>
            {say(statutes.length > 0 ? 'statute.replace' : 'statute.publish')}
          </a>
        </p>
      )}
    </section>
  );
}

function TermsPart({ view: { offices, assemblies, office, names } }: Props): JSX.Element {
  const { say, href } = useReading();
  return (
    <section class="stack" aria-labelledby="terms">
      <h2 id="terms">{say('term.title')}</h2>
      <Offices offices={offices} assemblies={assemblies} names={names} />
      {office.roles.includes('president') && offices.some(({ elected }) => !elected) && (
        <p>
          <a class="btn line" href={href(`/association/${office.body.id}/organisation/term`)}>
            {say('term.set')}
          </a>
        </p>
      )}
    </section>
  );
}

function ChaptersPart({ view }: Props): JSX.Element {
  const { say, href } = useReading();
  const { chapters, office, names } = view;
  const keeps = speaksFor(office);
  const at = `/association/${office.body.id}/organisation`;
  return (
    <section class="stack" aria-labelledby="chapters">
      <h2 id="chapters">{say('chapter.title')}</h2>
      <Chapters chapters={chapters} names={names} end={keeps ? href(`${at}/chapters`) : undefined} />
      {chapters.length > 0 && <OwnChapter view={view} />}
      {keeps && (
        <p>
          <a class="btn line" href={href(`${at}/chapter`)}>
            {say('chapter.found')}
          </a>
        </p>
      )}
    </section>
  );
}

/** A member's own word where he lives; nobody has to give it. */
function OwnChapter({ view: { chapters, office, mine } }: Props): JSX.Element {
  const { say, href, lang } = useReading();
  const chosen = chapters.find(({ id }) => id === mine);
  const options = [
    ['', say('chapter.none')],
    ...chapters.map(({ id, country }) => [id, countryName(lang, country)]),
  ] as const;
  return (
    <FoldOut summary={say('chapter.own')} hint={chosen ? countryName(lang, chosen.country) : say('chapter.none')}>
      <form method="post" action={href(`/association/${office.body.id}/organisation/my-chapter`)} class="stack" novalidate>
        <p class="hint">{say('chapter.own-hint')}</p>
        <fieldset class="fld">
          <legend>{say('chapter.own')}</legend>
          {options.map(([value, words]) => (
            <label class="opt" key={value}>
              <input type="radio" name="chapter" value={value} checked={value === (mine ?? '')} />
              <span>{words}</span>
            </label>
          ))}
        </fieldset>
        <button class="btn line">{say('chapter.choose')}</button>
      </form>
    </FoldOut>
  ); // prettier-ignore
}

function Interests({ view }: Props): JSX.Element {
  const { say, href, date } = useReading();
  const { interests, names, me, office } = view;
  return (
    <section class="stack" aria-labelledby="interests">
      <h2 id="interests">{say('interest.title')}</h2>
      <p class="hint">{say('interest.hint')}</p>
      {interests.length === 0 && <p class="empty">{say('interest.none')}</p>}
      <ul class="tasks">
        {interests.map(({ id, personId, ground, what, at, holdsUntil }) => (
          <li key={id}>
            <span>
              {names.get(personId) ?? '–'} <Tag>{say(`interest.ground.${ground}`)}</Tag>
              <span class="hint">{what}</span>
              <span class="hint">{say('interest.since', { date: date(at) })}</span>
              {holdsUntil && <span class="hint">{say('interest.holds', { date: date(holdsUntil) })}</span>}
            </span>
            {personId === me && !holdsUntil && (
              <form method="post" action={href(`/association/${office.body.id}/organisation/interests/${id}/end`)}>
                <button class="btn line">{say('interest.withdraw')}</button>
              </form>
            )}
          </li>
        ))}
      </ul>
      <Declare view={view} />
    </section>
  );
}

function Declare({ view: { office, form } }: Props): JSX.Element {
  const { say, href } = useReading();
  const touched = ['ground', 'what'].some((name) => form.errorOf(name) !== undefined || form.value(name) !== '');
  const grounds = (['supplier-kin', 'town-hall-staff'] as const).map(
    (one) => [one, say(`interest.own.${one}`), say(`interest.own.${one}-hint`)] as const,
  );
  return (
    <FoldOut summary={say('interest.declare')} open={touched}>
      <form method="post" action={href(`/association/${office.body.id}/organisation/interests`)} class="stack" novalidate>
        <CommandIdField form={form} />
        <Choices form={form} name="ground" label={say('interest.why')} options={grounds} />
        <Field form={form} name="what" label={say('interest.what')} hint={say('interest.what-hint')} />
        <button class="btn line">{say('interest.send')}</button>
      </form>
    </FoldOut>
  ); // prettier-ignore
}
