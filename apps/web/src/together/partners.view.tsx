import type { JSX } from 'preact';
import type { Body } from '#libs/hometowns/src/index.js';
import type { Partner } from '#libs/projects/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary, Select } from '../layout/form.view.js';
import { DeskHead } from '../town-hall/desk.view.js';
import type { OwnProject } from '../town-hall/offices.js';
import { crumbsOf } from '../town-hall/works.view.js';

interface PartnersView extends OwnProject {
  readonly partners: readonly Partner[];
  /** Town halls that may be asked. */
  readonly others: readonly Body[];
  readonly form: Form;
}

const TONES = { invited: 'now', agreed: 'ok', declined: 'bad', removed: undefined } as const;

/** Which towns build it together: who is asked, what each said, and one more. */
export function partnersPage(reading: Reading, view: PartnersView): Page {
  const { say } = reading;
  const { form, partners, plan } = view;
  const title = say('partner.title');
  const draft = plan.project.state === 'draft';
  const body = (
    <div class="wrap narrow-page sect stack">
      <DeskHead crumbs={crumbsOf(view, reading, false)} title={title} lead={say('partner.lead')} />
      <ErrorSummary form={form} />
      {partners.length === 0 && <p class="empty">{say('partner.none')}</p>}
      {partners.length > 0 && <Partners view={view} draft={draft} />}
      {draft && <Invite view={view} />}
      <p class="hint">{say('partner.rule')}</p>
    </div>
  );
  return page({ title, index: false, body });
}

function Partners({ view, draft }: { view: PartnersView; draft: boolean }): JSX.Element {
  return (
    <ul class="tasks">
      {view.partners.map((partner) => (
        <OnePartner partner={partner} view={view} draft={draft} key={partner.id} />
      ))}
    </ul>
  );
}

function OnePartner({ partner, view, draft }: { partner: Partner; view: PartnersView; draft: boolean }): JSX.Element {
  const { say, href } = useReading();
  const { name, state, townHallId, reason } = partner;
  const at = `/town-hall/${view.body.id}/projects/${view.plan.project.id}/partners/${townHallId}/removal`;
  return (
    <li>
      <span>
        <Written text={name} />
        <span class="hint">{partnerLine(useReading(), partner)}</span>
        {state === 'declined' && reason && <span class="hint">{say('partner.declined-why', { reason })}</span>}
      </span>
      <Tag tone={TONES[state]}>{say(`partner.state.${state}`)}</Tag>
      {draft && (state === 'invited' || state === 'agreed') && (
        <form method="post" action={href(at)}>
          <button class="btn line">
            {say(state === 'invited' ? 'partner.take-back' : 'partner.without')}
            <span class="vh">
              {' '}
              <Written text={name} />
            </span>
          </button>
        </form>
      )}
    </li>
  );
}

/** When it was asked, and by which decision it agreed. */
export function partnerLine({ say, date }: Reading, partner: Partner): string {
  const { state, actNumber, actDate, invitedAt, answeredAt } = partner;
  if (state === 'agreed' && actDate) return say('partner.by-act', { number: actNumber ?? '', date: date(actDate) });
  return say(`partner.since.${state}`, { date: date(answeredAt ?? invitedAt) });
}

function Invite({ view: { others, form } }: { view: PartnersView }): JSX.Element {
  const { say, text } = useReading();
  const options = others.map(({ id, name }): [string, string] => [id, text(name).text]);
  return (
    <form method="post" class="stack" novalidate>
      <Select
        form={form}
        name="townHallId"
        label={say('partner.town-hall')}
        hint={say('partner.town-hall-hint')}
        options={[['', '—'], ...options]}
      />
      <button class="btn">{say('partner.invite')}</button>
    </form>
  );
}

/** Towns that are asked or have agreed to build it together, each with its state. */
export function PartnerList({ partners }: { partners: readonly Partner[] }): JSX.Element {
  const { say } = useReading();
  return (
    <ul class="tasks">
      {partners.map(({ id, name, state }) => (
        <li key={id}>
          <span>
            <Written text={name} />
          </span>
          <Tag tone={state === 'agreed' ? 'ok' : 'now'}>{say(`partner.state.${state}`)}</Tag>
        </li>
      ))}
    </ul>
  );
}
