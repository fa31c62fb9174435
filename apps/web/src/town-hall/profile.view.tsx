import type { JSX } from 'preact';
import { LANGS } from '#libs/platform/src/index.js';
import { AssociationNav } from '../association/desk.view.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary, Field, TextArea } from '../layout/form.view.js';
import { Facts, FoldOut, Note } from '../layout/parts.view.js';
import { DeskHead } from './desk.view.js';
import { HallNav } from './home.view.js';
import { type Office, speaksFor } from './offices.js';

interface ProfileView {
  readonly office: Office;
  readonly form: Form;
}

/** A body's words about itself and its addresses; to be read by all its people, written by its officers. */
export function profilePage(reading: Reading, view: ProfileView): Page {
  const { say, href, query } = reading;
  const { body } = view.office;
  const hall = body.kind === 'town-hall';
  const writes = speaksFor(view.office);
  const content = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead
        crumbs={[[href(`/${body.kind}/${body.id}`), <Written text={body.name} key="body" />]]}
        title={say('profile.title')}
        lead={say('profile.lead')}
      />
      {hall ? <HallNav id={body.id} /> : <AssociationNav id={body.id} />}
      {query.has('saved') && <Note tone="ok">{say('profile.saved')}</Note>}
      <Facts rows={[[say('apply.email'), body.email], ...(writes ? [] : [[say('apply.address'), body.address] as const])]} />
      {writes && <ProfileForm view={view} />}
      <p class="hint">{say('profile.fixed')}</p>
    </div>
  ); // prettier-ignore
  return page({ title: say('profile.title'), index: false, body: content });
}

function ProfileForm({ view: { office, form } }: { view: ProfileView }): JSX.Element {
  const { say, lang } = useReading();
  const own = office.body.about?.original ?? lang;
  const about = say('profile.about');
  return (
    <form method="post" class="stack" novalidate>
      <ErrorSummary form={form} />
      <TextArea form={form} name={own} label={about} hint={say('profile.about-hint')} rows={5} maxlength={2000} />
      <FoldOut summary={say('file.other-languages', { field: about })}>
        {LANGS.filter((one) => one !== own).map((one) => (
          <TextArea form={form} name={one} label={say('file.in-language', { field: about, lang: one })} rows={5} maxlength={2000} key={one} />
        ))}
      </FoldOut>
      <Field form={form} name="address" label={say('apply.address')} autocomplete="street-address" />
      <button class="btn">{say('profile.save')}</button>
    </form>
  ); // prettier-ignore
}
