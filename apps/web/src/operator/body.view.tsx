import type { JSX } from 'preact';
import type { Body, TreasuryAccount } from '#libs/hometowns/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary, Field, TextArea } from '../layout/form.view.js';
import { Facts, Note } from '../layout/parts.view.js';
import { Part } from '../layout/table.view.js';
import { AccountSigned } from '../town-hall/account-check.view.js';
import { deskPage, WaitsSecond } from './desk.view.js';

interface BodyView {
  readonly body: Body;
  readonly active: TreasuryAccount | null;
  /** The account that is on its way or contested. */
  readonly proposed: TreasuryAccount | null;
  readonly names: ReadonlyMap<string, string>;
  readonly waits: string | null;
  /** Its members have decided that it ends. */
  readonly dissolution: boolean;
}

/** A verified body: its official address, which two of the staff change, and its account, when it is contested. */
export function bodyPage(reading: Reading, view: BodyView, form: Form): Page {
  const { say, href } = reading;
  const { body, waits } = view;
  const at = href(`/operator/bodies/${body.id}`);
  return deskPage(reading, {
    title: reading.text(body.name).text,
    room: 'bodies',
    inside: true,
    body: (
      <>
        <p>
          <Tag>{say(`body.kind.${body.kind}`)}</Tag>{' '}
          <Tag tone={body.state === 'verified' ? 'ok' : 'bad'}>{say(`body.state.${body.state}`)}</Tag>
        </p>
        <ErrorSummary form={form} />
        <Facts rows={[[say('operator.fact.email'), body.email], [say('operator.fact.address'), body.address]]} />
        <p>
          <a href={href(`/operator/applications/${body.id}`)}>{say('operator.body.application')}</a>
        </p>
        {view.dissolution && (
          <p>
            <a href={`${at}/dissolution`}>{say('operator.dissolution.see')}</a>
          </p>
        )}
        {body.kind === 'town-hall' && <Accounts view={view} form={form} at={at} />}
        <WaitsSecond approval={waits} />
        {!waits && body.state === 'verified' && <NewEmail form={form} at={at} />}
        {body.state === 'verified' && <Suspension form={form} at={at} />}
      </>
    ),
  }); // prettier-ignore
}

interface FormAt {
  readonly form: Form;
  readonly at: string;
}

function Accounts({ view: { active, proposed, names }, form, at }: FormAt & { view: BodyView }): JSX.Element {
  const { say } = useReading();
  return (
    <Part title={say('operator.body.account')}>
      {active ? <AccountSigned account={active} names={names} /> : <p>{say('error.treasury-missing')}</p>}
      {proposed && (
        <Note>
          <h3>{say(`account.${proposed.state}`)}</h3>
          <AccountSigned account={proposed} names={names} />
          {proposed.state === 'contested' && <Settlement form={form} at={at} />}
        </Note>
      )}
    </Part>
  );
}

function Settlement({ form, at }: FormAt): JSX.Element {
  const { say } = useReading();
  return (
    <form method="post" action={`${at}/settlement`} class="stack" novalidate>
      <p>{say('operator.body.settle-lead')}</p>
      <TextArea form={form} name="reason" label={say('operator.body.settle-reason')} rows={3} maxlength={2000} />
      <button class="btn">{say('operator.body.settle')}</button>
    </form>
  );
}

function NewEmail({ form, at }: FormAt): JSX.Element {
  const { say } = useReading();
  return (
    <form method="post" action={`${at}/email`} class="stack" novalidate>
      <h2>{say('operator.body.email')}</h2>
      <p>{say('operator.body.email-lead')}</p>
      <Field form={form} name="email" label={say('operator.body.email-new')} type="email" autocomplete="off" />
      <button class="btn line">{say('operator.ask-second')}</button>
    </form>
  );
}

function Suspension({ form, at }: FormAt): JSX.Element {
  const { say } = useReading();
  return (
    <form method="post" action={`${at}/suspension`} class="stack" novalidate>
      <h2>{say('operator.body.suspend')}</h2>
      <p>{say('operator.body.suspend-lead')}</p>
      <TextArea
        form={form}
        name="why"
        label={say('operator.reason')}
        hint={say('operator.body.suspend-reason')}
        rows={3}
        maxlength={2000}
      />
      <button class="btn line">{say('operator.body.suspend-button')}</button>
    </form>
  );
}
