import type { JSX } from 'preact';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Choices, Field } from '../layout/form.view.js';
import { deskForm } from '../town-hall/form.page.js';
import type { Office } from '../town-hall/offices.js';
import { AssociationNav } from './desk.view.js';

/** The rule of voting as a form; votes under way keep the rule they opened with. */
export function rulePage(reading: Reading, { office, form }: { office: Office; form: Form }): Page {
  const { say, href } = reading;
  return deskForm({
    crumbs: [[href(`/association/${office.body.id}`), <Written text={office.body.name} key="body" />]],
    title: say('desk.nav.rule'),
    lead: say('rule.lead'),
    before: <AssociationNav id={office.body.id} />,
    form,
    withoutId: true,
    button: say('rule.save'),
    fields: <RuleFields form={form} />,
  });
}

/** The rule as fields: where the president sets it, and where it is put to the members. */
export function RuleFields({ form }: { form: Form }): JSX.Element {
  const { say } = useReading();
  const whole = { form, inputmode: 'numeric' } as const;
  return (
    <>
      <div class="halves">
        <Field {...whole} name="quorumNum" label={say('rule.quorum-num')} />
        <Field {...whole} name="quorumDen" label={say('rule.quorum-den')} />
        <Field {...whole} name="majorityNum" label={say('rule.majority-num')} />
        <Field {...whole} name="majorityDen" label={say('rule.majority-den')} />
      </div>
      <Choices form={form} name="strict" label={say('rule.strict')} options={(['more', 'least'] as const).map((one) => [one, say(`rule.strict.${one}`)])} />
      <Field {...whole} name="hours" label={say('rule.hours')} hint={say('rule.hours-hint')} short />
      <Choices form={form} name="silence" label={say('rule.silence')} options={(['refused', 'cast-decides', 'inspectors'] as const).map((one) => [one, say(`vote-rule.silence.${one}`)])} />
      <Field form={form} name="arbiter" label={say('rule.arbiter')} hint={say('rule.arbiter-hint')} />
      <Choices form={form} name="secret" label={say('rule.secret')} options={(['secret', 'open'] as const).map((one) => [one, say(`rule.secret.${one}`)])} />
      <Choices form={form} name="proxies" label={say('rule.proxies')} hint={say('rule.proxies-hint')} options={[0, 1, 2, 3].map((n) => [`${n}`, say('rule.proxies.n', { n })])} />
      <Choices form={form} name="paper" label={say('rule.paper')} hint={say('rule.paper-hint')} options={(['no', 'yes'] as const).map((one) => [one, say(`rule.paper.${one}`)])} />
    </>
  ); // prettier-ignore
}
