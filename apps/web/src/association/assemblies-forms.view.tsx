import type { ComponentChildren } from 'preact';
import { type Assembly, ELECTED } from '#libs/assemblies/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import { LANGS } from '#libs/platform/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { Field, Select, TextArea } from '../layout/form.view.js';
import { type DeskForm, deskForm } from '../town-hall/form.page.js';
import type { Office } from '../town-hall/offices.js';
import { RuleFields } from './rule.view.js';

interface Sheet {
  readonly office: Office;
  readonly form: Form;
}

interface PointSheet extends Sheet {
  readonly assembly: Assembly;
}

/** The day of a new assembly. */
export function assemblyDayPage(reading: Reading, { office, form }: Sheet): Page {
  const { say } = reading;
  return deskForm({
    crumbs: crumbsOf(reading, office),
    title: say('assembly.prepare'),
    lead: say('assembly.prepare-lead'),
    form,
    button: say('assembly.next'),
    fields: <Field form={form} name="opensOn" label={say('assembly.opens-on')} hint={say('assembly.opens-hint')} type="date" short />,
  }); // prettier-ignore
}

/** A question in the members' languages. */
export function questionPage(reading: Reading, { office, assembly, form }: PointSheet): Page {
  const { say } = reading;
  return deskForm({
    ...pointSheet(reading, office, assembly),
    title: say('agenda.question'),
    lead: say('agenda.question-lead'),
    form,
    fields: LANGS.map((lang) => <TextArea form={form} name={`question.${lang}`} label={say(`agenda.text.${lang}`)} rows={3} maxlength={1000} key={lang} />),
  }); // prettier-ignore
}

/** Who stands for which office, and for how long. */
export function electionPage(
  reading: Reading,
  { office, assembly, people, form }: PointSheet & { people: readonly (readonly [PersonId, string])[] },
): Page {
  const { say } = reading;
  const roles = ELECTED.map((role) => [role, say(`role.${role}`, { g: 'other' })] as const);
  const years = [1, 2, 3, 4].map((n) => [`${n}`, say('agenda.n-years', { n })] as const);
  const none = ['', say('agenda.choose')] as const;
  return deskForm({
    ...pointSheet(reading, office, assembly),
    title: say('agenda.officers'),
    lead: say('agenda.officers-lead'),
    form,
    fields: (
      <>
        <Select form={form} name="role" label={say('agenda.role')} options={[none, ...roles]} />
        <Select form={form} name="candidate" label={say('agenda.candidate')} hint={say('agenda.candidate-hint')} options={[none, ...people]} />
        <Select form={form} name="years" label={say('agenda.years')} options={years} />
      </>
    ),
  }); // prettier-ignore
}

/** The rule by which the association would vote. */
export function agendaRulePage(reading: Reading, { office, assembly, form }: PointSheet): Page {
  const { say } = reading;
  return deskForm({
    ...pointSheet(reading, office, assembly),
    title: say('agenda.rules'),
    lead: say('agenda.rules-lead'),
    form,
    fields: <RuleFields form={form} />,
  });
}

/** Whether the association ends. */
export function dissolutionItemPage(reading: Reading, { office, assembly, form }: PointSheet): Page {
  const { say } = reading;
  return deskForm({
    ...pointSheet(reading, office, assembly),
    title: say('agenda.dissolution'),
    lead: say('agenda.dissolution-lead'),
    form,
    fields: <p>{say('agenda.dissolution.question')}</p>,
  });
}

function crumbsOf({ say, href }: Reading, { body }: Office): readonly (readonly [string, ComponentChildren])[] {
  const at = href(`/association/${body.id}`);
  return [
    [at, <Written text={body.name} key="body" />],
    [`${at}/assemblies`, say('assembly.title')],
  ];
}

function pointSheet(reading: Reading, office: Office, { id }: Assembly): Pick<DeskForm, 'crumbs' | 'button'> {
  const { say, href } = reading;
  const draft = [href(`/association/${office.body.id}/assemblies/${id}`), say('assembly.unnumbered')] as const;
  return { crumbs: [...crumbsOf(reading, office), draft], button: say('agenda.send') };
}
