import type { JSX } from 'preact';
import type { Assembly } from '#libs/assemblies/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary, TextArea } from '../layout/form.view.js';
import { Facts, FoldOut, Note } from '../layout/parts.view.js';
import { DeskHead } from '../town-hall/desk.view.js';
import type { Office } from '../town-hall/offices.js';
import { AgendaPoints, assemblyName, AssemblyLine, ByRule, signatureRows, StateOf } from './assembly-parts.view.js';
import { AssociationNav } from './desk.view.js';

/** One assembly as a member sees it. */
export interface AssemblyView {
  readonly office: Office;
  readonly assembly: Assembly;
  readonly me: PersonId;
  /** Of candidates, and of who has signed. */
  readonly names: ReadonlyMap<PersonId, string>;
  /** The reader is among those who want it. */
  readonly backs: boolean;
  /** He may sign the minutes now. */
  readonly signs: boolean;
  readonly form: Form;
}

interface Props {
  readonly view: AssemblyView;
}

/** Every assembly of an association, and how to prepare one. */
export function assembliesPage(
  reading: Reading,
  { office: { body }, all }: { office: Office; all: readonly Assembly[] },
): Page {
  const { say, href } = reading;
  const at = `/association/${body.id}`;
  const content = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead crumbs={[[href(at), <Written text={body.name} key="body" />]]} title={say('assembly.title')} lead={say('assembly.lead')} />
      <AssociationNav id={body.id} />
      {all.length === 0 && <p class="empty">{say('assembly.none')}</p>}
      <ul class="tasks">
        {all.map((one) => (
          <li key={one.id}>
            <span>
              <a href={href(`${at}/assemblies/${one.id}`)}>{assemblyName(reading, one)}</a>
              <span class="hint"><AssemblyLine assembly={one} /></span>
            </span>
            <StateOf assembly={one} />
          </li>
        ))}
      </ul>
      {body.state === 'verified' && (
        <p>
          <a class="btn line" href={href(`${at}/assemblies/new`)}>{say('assembly.prepare')}</a>
        </p>
      )}
    </div>
  ); // prettier-ignore
  return page({ title: say('assembly.title'), index: false, body: content });
}

/** One assembly: its agenda, and what the reader may do with it now. */
export function assemblyPage(reading: Reading, view: AssemblyView): Page {
  const { say, href } = reading;
  const { assembly, office } = view;
  const at = href(`/association/${office.body.id}`);
  const title = assemblyName(reading, assembly);
  const content = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead crumbs={[[at, <Written text={office.body.name} key="body" />], [`${at}/assemblies`, say('assembly.title')]]} title={title} lead={<AssemblyLine assembly={assembly} />} />
      <p>
        <StateOf assembly={assembly} />
      </p>
      <ErrorSummary form={view.form} />
      <section class="stack" aria-labelledby="agenda">
        <h2 id="agenda">{say('agenda.title')}</h2>
        <AgendaPoints assembly={assembly} names={view.names} remove={isMine(view, 'draft')} />
        {isMine(view, 'draft') && <AddPoint view={view} />}
        {assembly.rule && <ByRule rule={assembly.rule} />}
      </section>
      {assembly.state === 'draft' && <Standing view={view} />}
      {isMine(view, 'draft') && assembly.items.length > 0 && <Call view={view} />}
      {assembly.state === 'proposed' && <Proposed view={view} />}
      {assembly.state === 'closed' && <Minutes view={view} />}
      {assembly.state === 'called' && office.body.state !== 'verified' && <Note>{say('assembly.held-up')}</Note>}
      {assembly.state === 'called' && assembly.proposedAt && <p class="hint">{say('assembly.by-members')}</p>}
      {mayCallOff(view) && <CallOff view={view} />}
    </div>
  ); // prettier-ignore
  return page({ title, index: false, body: content });
}

function isMine({ assembly, me }: AssemblyView, ...states: readonly Assembly['state'][]): boolean {
  return assembly.by === me && states.includes(assembly.state);
}

/** One's own: a draft or a proposal always, what is called only where one has called it as the president that one is. */
function mayCallOff(view: AssemblyView): boolean {
  const called = isMine(view, 'called') && !view.assembly.proposedAt && view.office.roles.includes('president');
  return called || isMine(view, 'draft', 'proposed');
}

function pathOf({ assembly }: AssemblyView): string {
  return `/association/${assembly.associationId}/assemblies/${assembly.id}`;
}

function AddPoint({ view }: Props): JSX.Element {
  const { say, href } = useReading();
  const at = pathOf(view);
  const ends = view.assembly.items.some(({ kind }) => kind === 'dissolution');
  return (
    <p class="row">
      {say('agenda.add')}:{' '}
      {([['question', 'question'], ['election', 'officers'], ['rule', 'rules'], ['dissolution', 'dissolution']] as const).filter(([, kind]) => !ends || kind !== 'dissolution').map(([path, kind]) => (
        <a class="btn line" href={href(`${at}/${path}`)} key={kind}>{say(`agenda.${kind}`)}</a>
      ))}
    </p>
  ); // prettier-ignore
}

/** For whoever is to stand for an office: whether he wants to. */
function Standing({ view }: Props): JSX.Element {
  const { say, href } = useReading();
  const { assembly, me } = view;
  const own = assembly.items.filter(({ candidate }) => candidate === me);
  return (
    <>
      {own.map(({ id, position, says }) => (
        <form method="post" action={href(`${pathOf(view)}/items/${id}/answer`)} class="stack" key={id}>
          <p>{say('agenda.asked', { n: position })}</p>
          <p class="row">
            {(['yes', 'no'] as const).filter((one) => one !== says).map((one) => (
              <button class={one === 'yes' ? 'btn' : 'btn line'} name="says" value={one} key={one}>{say(`agenda.answer.${one}`)}</button>
            ))}
          </p>
        </form>
      ))}
    </>
  ); // prettier-ignore
}

/** The notice, or the proposal where the reader is not the president. */
function Call({ view }: Props): JSX.Element {
  const { say, href } = useReading();
  if (view.assembly.items.some(({ candidate, says }) => candidate && says !== 'yes'))
    return <Note>{say('assembly.waits-consent')}</Note>;
  const what = view.office.roles.includes('president') ? 'call' : 'propose';
  return (
    <form method="post" action={href(`${pathOf(view)}/call`)} class="stack">
      <p class="hint">{say(`assembly.${what}-hint`)}</p>
      <p>
        <button class="btn">{say(`assembly.${what}`)}</button>
      </p>
    </form>
  );
}

function Proposed({ view }: Props): JSX.Element {
  const { say, href } = useReading();
  return (
    <section class="stack">
      <p>{say('assembly.backers', { n: view.assembly.backers })}</p>
      {view.backs ? (
        <Note>{say('assembly.backed')}</Note>
      ) : (
        <form method="post" action={href(`${pathOf(view)}/back`)}>
          <button class="btn">{say('assembly.back')}</button>
        </form>
      )}
    </section>
  );
}

function CallOff({ view }: Props): JSX.Element {
  const { say, href } = useReading();
  const action = href(`${pathOf(view)}/call-off`);
  if (view.assembly.state === 'draft')
    return (
      <form method="post" action={action}>
        <button class="btn line">{say('assembly.drop')}</button>
      </form>
    );
  const what = view.assembly.state === 'proposed' ? 'withdraw' : 'call-off';
  return (
    <FoldOut summary={say(`assembly.${what}`)} hint={say(`assembly.${what}-hint`)} open={view.form.errorOf('why') !== undefined}>
      <form method="post" action={action} class="stack" novalidate>
        <TextArea form={view.form} name="why" label={say('assembly.why')} rows={2} />
        <button class="btn line">{say(`assembly.${what}`)}</button>
      </form>
    </FoldOut>
  ); // prettier-ignore
}

/** What was decided, on paper, and who has signed it. */
function Minutes({ view }: Props): JSX.Element {
  const reading = useReading();
  const { say, href } = reading;
  const { assembly, names, signs } = view;
  const { signatures } = assembly;
  return (
    <section class="stack" aria-labelledby="minutes">
      <h2 id="minutes">{say('minutes.title')}</h2>
      <p>{say('minutes.lead')}</p>
      <p>
        <Tag tone={signatures.length === 2 ? 'ok' : 'now'}>{say(signatures.length === 2 ? 'minutes.both' : 'minutes.waits')}</Tag>
      </p>
      <Facts rows={[...signatureRows(reading, assembly, names), [say('minutes.code'), <a href={`/v/${assembly.code}`} key="code"><code>{assembly.code}</code></a>]]} />
      <p>
        <a class="btn line" href={href(`/minutes/${assembly.code}/minutes.pdf`)} download>{say('minutes.pdf')}</a>
      </p>
      {signs && (
        <form method="post" action={href(`${pathOf(view)}/signature`)} class="stack">
          <p class="hint">{say('minutes.sign-hint')}</p>
          <p>
            <button class="btn">{say('minutes.sign')}</button>
          </p>
        </form>
      )}
    </section>
  ); // prettier-ignore
}
