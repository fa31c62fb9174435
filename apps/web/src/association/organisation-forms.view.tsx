import type { ComponentChildren } from 'preact';
import type { PersonId } from '#libs/kernel/src/index.js';
import type { OfficeTerm } from '#libs/hometowns/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { countriesIn } from '../layout/countries.js';
import { Field, FileField, Select } from '../layout/form.view.js';
import { type DeskForm, deskForm } from '../town-hall/form.page.js';
import type { Office } from '../town-hall/offices.js';

interface Sheet {
  readonly office: Office;
  readonly form: Form;
}

/** The next version of the statute, with the decision that adopted it. */
export function statutePage(reading: Reading, { office, form }: Sheet): Page {
  const { say } = reading;
  return deskForm({
    ...sheet(reading, office),
    title: say('statute.publish'),
    lead: say('statute.lead'),
    form,
    files: true,
    button: say('statute.send'),
    fields: (
      <>
        <FileField form={form} name="file" label={say('statute.file')} hint={say('statute.file-hint')} accept="application/pdf" />
        <Field form={form} name="decision" label={say('statute.decision-number')} hint={say('statute.decision-hint')} />
        <Field form={form} name="decidedOn" label={say('statute.decided-on')} type="date" short />
      </>
    ),
  }); // prettier-ignore
}

/** For how long an officer was elected; whom the members have elected by a vote here has his term by it already. */
export function termPage(
  reading: Reading,
  { office, offices, names, form }: Sheet & { offices: readonly OfficeTerm[]; names: ReadonlyMap<PersonId, string> },
): Page {
  const { say } = reading;
  const options = offices
    .filter(({ elected }) => !elected)
    .map(
      ({ membershipId, personId, role }) =>
        [membershipId, `${names.get(personId) ?? '–'}, ${say(`role.${role}`, { g: 'other' })}`] as const,
    );
  return deskForm({
    ...sheet(reading, office),
    title: say('term.set'),
    lead: say('term.lead'),
    form,
    withoutId: true,
    button: say('term.send'),
    fields: (
      <>
        <Select form={form} name="office" label={say('term.office')} options={[['', say('term.choose')], ...options]} />
        <Field form={form} name="from" label={say('term.from')} type="date" short />
        <Field form={form} name="until" label={say('term.until')} hint={say('term.until-hint')} type="date" short />
        <Field form={form} name="decision" label={say('term.decision')} hint={say('term.decision-hint')} />
      </>
    ),
  }); // prettier-ignore
}

/** The chapter of a country, and who keeps it together. */
export function chapterPage(
  reading: Reading,
  { office, people, form }: Sheet & { people: readonly (readonly [PersonId, string])[] },
): Page {
  const { say, lang } = reading;
  return deskForm({
    ...sheet(reading, office),
    title: say('chapter.found'),
    lead: say('chapter.lead'),
    form,
    button: say('chapter.send'),
    fields: (
      <>
        <Select form={form} name="country" label={say('chapter.country')} options={[['', say('chapter.choose-country')], ...countriesIn(lang)]} />
        <Select form={form} name="coordinator" label={say('chapter.who')} hint={say('chapter.who-hint')} options={[['', say('chapter.choose-who')], ...people]} />
      </>
    ),
  }); // prettier-ignore
}

function sheet({ say, href }: Reading, { body }: Office): Pick<DeskForm, 'crumbs'> {
  const crumbs: (readonly [string, ComponentChildren])[] = [
    [href(`/association/${body.id}`), <Written text={body.name} key="body" />],
    [href(`/association/${body.id}/organisation`), say('order.title')],
  ];
  return { crumbs };
}
