import type { JSX } from 'preact';
import { type BodyKind, type PlaceFound, placeName } from '#libs/hometowns/src/index.js';
import type { FileInfo } from '#libs/platform/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { useLabel, useReading } from '../layout/context.js';
import { Choices, CommandIdField, ErrorSummary, Field, FieldRow, FileField, PAPERS } from '../layout/form.view.js';
import { fieldId } from '../layout/labelled.view.js';
import { Door, FoldOut } from '../layout/parts.view.js';

const FOUNDERS = 6;

/** Everything about one application. */
interface ApplyView {
  readonly form: Form;
  readonly kind: BodyKind;
  readonly place: PlaceFound;
  /** Papers that came with an earlier try: they need not be sent again. */
  readonly kept: readonly FileInfo[];
}

/** Who is there? The address comes first, so that what is typed afterwards belongs to somebody. */
export function addressPage(reading: Reading, form: Form): Page {
  const { say, href } = reading;
  const kind = ['town-hall', 'association'].find((one) => one === form.value('kind')) ?? 'other';
  const title = say(`apply.title.${kind}`);
  const body = (
    <div class="wrap narrow sect stack">
      <h1>{title}</h1>
      <p class="lead">{say('apply.address-lead')}</p>
      <form method="post" action={href('/apply/link')} class="stack" novalidate>
        <ErrorSummary form={form} />
        <input type="hidden" name="kind" value={form.value('kind')} />
        <Field form={form} name="email" label={say('account.email')} type="email" autocomplete="email" />
        <button class="btn">{say('link.button')}</button>
      </form>
    </div>
  );
  return page({ title, body });
}

/** The letter is on its way; null when the address is the invitation's own. */
export function linkPage(reading: Reading, email: string | null): Page {
  const { say } = reading;
  const title = say('account.look-at-mail');
  const body = (
    <div class="wrap narrow sect stack">
      <h1>{title}</h1>
      <p class="lead">{email ? say('apply.link-sent', { email }) : say('invitation.link-sent')}</p>
      <p class="mute">{say('account.link-minutes')}</p>
    </div>
  );
  return page({ title, index: false, body });
}

/** A town hall or an association? */
export function kindPage(reading: Reading): Page {
  const { say, href } = reading;
  const title = say('apply.title.other');
  const kinds: readonly BodyKind[] = ['town-hall', 'association'];
  const body = (
    <div class="wrap narrow-page sect stack">
      <h1>{title}</h1>
      <div class="doors">
        {kinds.map((kind) => (
          <Door key={kind} title={say(`apply.door.${kind}`)} text={say(`apply.door.${kind}.text`)} href={href(`/apply?kind=${kind}`)} action={say('apply.begin')} />
        ))}
      </div>
    </div>
  ); // prettier-ignore
  return page({ title, index: false, body });
}

/** Which place? Found by any spelling. */
export function placePage(reading: Reading, { kind, found }: { kind: BodyKind; found: readonly PlaceFound[] }): Page {
  const { say, href, query } = reading;
  const title = say(`apply.title.${kind}`);
  const asked = query.get('q');
  const body = (
    <div class="wrap narrow sect stack">
      <h1>{title}</h1>
      <form method="get" action={href('/apply')} class="stack">
        <input type="hidden" name="kind" value={kind} />
        <div class="fld">
          <label for="q">{say('search.label')}</label>
          <input class="in" id="q" name="q" type="search" value={asked ?? ''} />
        </div>
        <button class="btn">{say('term.search')}</button>
      </form>
      {asked && found.length === 0 && <p class="empty">{say('apply.no-place', { q: asked })}</p>}
      <ul class="tasks">
        {found.map((place) => (
          <li key={place.code}>
            <a href={href(`/apply?kind=${kind}&place=${place.code}`)}>{placeLine(reading, place)}</a>
          </li>
        ))}
      </ul>
    </div>
  );
  return page({ title, index: false, body });
}

/** The application itself. */
export function applyPage(reading: Reading, view: ApplyView): Page {
  const { say } = reading;
  const { form, kind, place } = view;
  const title = say(`apply.title.${kind}`);
  const body = (
    <div class="wrap narrow sect stack">
      <h1>{title}</h1>
      <p class="lead">{placeLine(reading, place)}</p>
      <form method="post" action={reading.href('/apply')} class="stack" novalidate enctype="multipart/form-data">
        <ErrorSummary form={form} />
        <CommandIdField form={form} />
        <input type="hidden" name="kind" value={kind} />
        <input type="hidden" name="placeCode" value={place.code} />
        <Field form={form} name="name" label={say('apply.name')} hint={say(`apply.name.${kind}`, { place: placeName(reading.lang, place) })} />
        <Field form={form} name="email" label={say('apply.email')} hint={say(`apply.email.${kind}`)} type="email" />
        <Field form={form} name="address" label={say('apply.address')} autocomplete="street-address" />
        {kind === 'association' && <Choices form={form} name="form" label={say('apply.form')} options={(['initiative-group', 'ngo'] as const).map((one) => [one, say(`body.form.${one}`), say(`apply.form.${one}`)])} />}
        <Field form={form} name="registrationNo" label={say('apply.registration')} hint={say(`apply.registration.${kind}`)} short />
        <Applicant view={view} />
        {kind === 'association' && <Founders form={form} />}
        <Documents view={view} />
        <button class="btn">{say('apply.send')}</button>
      </form>
    </div>
  ); // prettier-ignore
  return page({ title, index: false, body });
}

function Applicant({ view: { form, kind } }: { view: ApplyView }): JSX.Element {
  const { say, viewer } = useReading();
  return (
    <>
      <h2>{say('apply.you')}</h2>
      <p class="hint">{viewer?.email}</p>
      <Field form={form} name="by.name" label={say('apply.your-name')} autocomplete="name" />
      {kind === 'town-hall' ? (
        <Choices form={form} name="by.role" label={say('apply.your-role')} options={(['mayor', 'secretary'] as const).map((one) => [one, say(`role.${one}`, { g: 'other' })])} />
      ) : (
        <input type="hidden" name="by.role" value="president" />
      )}
    </>
  ); // prettier-ignore
}

function Founders({ form }: { form: Form }): JSX.Element {
  const { say } = useReading();
  const count = Math.max(FOUNDERS, form.rows('founders'));
  useLabel(fieldId('founders'), say('apply.founders'));
  return (
    <>
      <h2 id={fieldId('founders')}>{say('apply.founders')}</h2>
      <p class="hint">{say('apply.founders-hint')}</p>
      {Array.from({ length: count }, (_, n) => (
        <FieldRow name={say('apply.founder', { n: n + 1 })} key={n}>
          <div class="halves">
            <Field form={form} name={`founders.${n}.name`} label={say('apply.founder-name')} />
            <Field form={form} name={`founders.${n}.email`} label={say('account.email')} type="email" />
          </div>
        </FieldRow>
      ))}
    </>
  );
}

function Documents({ view: { form, kind, kept } }: { view: ApplyView }): JSX.Element {
  const { say } = useReading();
  return (
    <>
      <h2>{say('file.papers')}</h2>
      {kept.length > 0 && (
        <FoldOut open summary={say('apply.kept')}>
          <ul class="docs">
            {kept.map(({ id, name }) => (
              <li key={id}>
                <input type="hidden" name="kept[]" value={id} />
                {name}
              </li>
            ))}
          </ul>
        </FoldOut>
      )}
      <FileField form={form} name="documents" label={say('file.papers-add')} hint={say(`apply.documents.${kind}`)} accept={PAPERS} multiple />
    </>
  ); // prettier-ignore
}

/** What happens next. */
export function thanksPage(reading: Reading): Page {
  const { say } = reading;
  const body = (
    <div class="wrap narrow sect stack">
      <h1>{say('apply.thanks')}</h1>
      <p class="lead">{say('apply.thanks-lead')}</p>
      <p>{say('apply.thanks-next')}</p>
    </div>
  );
  return page({ title: say('apply.thanks'), index: false, body });
}
