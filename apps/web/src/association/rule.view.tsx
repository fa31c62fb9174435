import type { JSX } from 'preact';
import { shareWords } from '#libs/assemblies/src/index.js';
import type { VoteRule } from '#libs/hometowns/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Choices, ErrorSummary, Field } from '../layout/form.view.js';
import { Note } from '../layout/parts.view.js';
import { DeskHead } from '../town-hall/desk.view.js';
import { type DeskForm, deskForm } from '../town-hall/form.page.js';
import type { Office } from '../town-hall/offices.js';
import { RuleLines } from './assembly-parts.view.js';
import { AssociationNav } from './desk.view.js';

/** The rule of an association as one of its members sees it. */
export interface RuleView {
  readonly office: Office;
  readonly rule: VoteRule;
  /** Its members alone set another. */
  readonly theirs: boolean;
  /** They are called together: it stays as it is until that is over. */
  readonly called: boolean;
  readonly form: Form;
}

/** The rule of voting: a form for a president before its members have voted by it, else what it says and how it changes. */
export function rulePage(reading: Reading, view: RuleView): Page {
  const { say, href } = reading;
  const { office, theirs, called, form } = view;
  const crumbs = [[href(`/association/${office.body.id}`), <Written text={office.body.name} key="body" />]] as const;
  if (theirs || called || !office.roles.includes('president')) return standingRulePage(reading, view, crumbs);
  return deskForm({
    crumbs,
    title: say('desk.nav.rule'),
    lead: say('rule.lead'),
    before: (
      <>
        <AssociationNav id={office.body.id} />
        {reading.query.get('saved') && <Note tone="ok">{say('rule.saved')}</Note>}
      </>
    ),
    form,
    withoutId: true,
    button: say('rule.save'),
    fields: <RuleFields form={form} />,
  });
}

/** What the rule says, who changes it, and where that begins. */
function standingRulePage(
  reading: Reading,
  { office, rule, theirs, called, form }: RuleView,
  crumbs: DeskForm['crumbs'],
): Page {
  const { say, href } = reading;
  const { id, state } = office.body;
  const how = called ? 'called' : theirs ? 'members' : 'president';
  const body = (
    <div class="wrap narrow-page sect stack">
      <DeskHead crumbs={crumbs} title={say('desk.nav.rule')} lead={say(`rule.how.${how}`)} />
      <AssociationNav id={id} />
      <ErrorSummary form={form} />
      <RuleLines rule={rule} />
      {theirs && !called && state === 'verified' && (
        <p>
          <a class="btn" href={href(`/association/${id}/assemblies/new`)}>{say('assembly.prepare')}</a>
        </p>
      )}
    </div>
  ); // prettier-ignore
  return page({ title: say('desk.nav.rule'), index: false, body });
}

const QUORUMS = ['1/5', '1/4', '1/3', '1/2', '2/3', '3/4', '1/1'];
const MAJORITIES = ['>1/2', '>=1/2', '>=2/3', '>=3/4', '>=1/1'];

/** What is usual, and what stands where that is another share. */
function offered(usual: readonly string[], now: string): readonly string[] {
  return now === '' || usual.includes(now) ? usual : [...usual, now];
}

function quorumWords({ say }: Reading, share: string): string {
  return share === '1/1' ? say('rule.all') : say('rule.at-least', { share: shareWords(say, 'share-of', share) });
}

function majorityWords({ say }: Reading, majority: string): string {
  if (majority === '>=1/1') return say('rule.all');
  const share = shareWords(say, 'share-of', majority.replace(/^>=?/, ''));
  return say(majority.startsWith('>=') ? 'rule.at-least' : 'rule.more-than', { share });
}

/** The rule as fields: where the president sets it, and where it is put to the members. */
export function RuleFields({ form }: { form: Form }): JSX.Element {
  const reading = useReading();
  const { say } = reading;
  const whole = { form, inputmode: 'numeric' } as const;
  return (
    <>
      <Choices form={form} name="quorum" label={say('rule.quorum')} hint={say('rule.quorum-hint')} options={offered(QUORUMS, form.value('quorum')).map((one) => [one, quorumWords(reading, one)])} />
      <Choices form={form} name="majority" label={say('rule.majority')} hint={say('rule.majority-hint')} options={offered(MAJORITIES, form.value('majority')).map((one) => [one, majorityWords(reading, one)])} />
      <Field {...whole} name="hours" label={say('rule.hours')} hint={say('rule.hours-hint')} short />
      <Choices form={form} name="silence" label={say('rule.silence')} options={(['refused', 'cast-decides', 'inspectors'] as const).map((one) => [one, say(`vote-rule.silence.${one}`)])} />
      <Field form={form} name="arbiter" label={say('rule.arbiter')} hint={say('rule.arbiter-hint')} />
      <Choices form={form} name="secret" label={say('rule.secret')} options={(['secret', 'open'] as const).map((one) => [one, say(`rule.secret.${one}`)])} />
      <Choices form={form} name="proxies" label={say('rule.proxies')} hint={say('rule.proxies-hint')} options={[0, 1, 2, 3].map((n) => [`${n}`, say('rule.proxies.n', { n })])} />
      <Choices form={form} name="paper" label={say('rule.paper')} hint={say('rule.paper-hint')} options={(['no', 'yes'] as const).map((one) => [one, say(`rule.paper.${one}`)])} />
    </>
  ); // prettier-ignore
}
