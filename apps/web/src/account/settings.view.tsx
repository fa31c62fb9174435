import type { JSX } from 'preact';
import type { OpenSession } from '#libs/identity/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { Check, Choices, ErrorSummary, Field, Select } from '../layout/form.view.js';
import { Crumbs, Note, Rows } from '../layout/parts.view.js';

/** How one is called and written to, and where one is signed in. */
export function settingsPage(reading: Reading, form: Form, sessions: readonly OpenSession[]): Page {
  const { say, href, query } = reading;
  const body = (
    <div class="wrap narrow-page sect stack loose">
      <div class="stack">
        <Crumbs links={[[href('/account'), say('gifts.title')]]} />
        <h1 class="h-page">{say('term.settings')}</h1>
        {query.get('saved') === 'yes' && <Note tone="ok">{say('settings.saved')}</Note>}
        <Who form={form} />
      </div>
      <Sessions sessions={sessions} />
    </div>
  );
  return page({ title: say('term.settings'), nav: 'account', index: false, body });
}

function Who({ form }: { form: Form }): JSX.Element {
  const { say, href } = useReading();
  return (
    <form method="post" action={href('/account/settings')} class="stack narrow" novalidate>
      <ErrorSummary form={form} />
      <Field
        form={form}
        name="name"
        label={say('settings.name')}
        hint={say('settings.name-hint')}
        autocomplete="name"
        maxlength={120}
      />{' '}
      {/* prettier-ignore */}
      <Select
        form={form}
        name="lang"
        label={say('settings.lang')}
        options={[
          ['ro', 'română'],
          ['ru', 'русский'],
          ['en', 'English'],
        ]}
      />
      <Choices
        form={form}
        name="gender"
        label={say('settings.gender')}
        hint={say('settings.gender-hint')}
        options={[
          ['', say('settings.gender.none')],
          ['f', say('settings.gender.f')],
          ['m', say('settings.gender.m')],
        ]}
      />
      <MorningLetter form={form} />
      <button class="btn">{say('settings.save')}</button>
    </form>
  );
}

/** The operator's daily letter, which only its staff get. */
function MorningLetter({ form }: { form: Form }): JSX.Element | null {
  const { say, viewer } = useReading();
  if (!viewer?.staff) return null;
  return <Check form={form} name="daily" label={say('settings.daily')} hint={say('settings.daily-hint')} />;
}

function Sessions({ sessions }: { sessions: readonly OpenSession[] }): JSX.Element {
  const { say, href, moment, viewer } = useReading();
  return (
    <section class="stack">
      <h2>{say('settings.sessions')}</h2>
      <p>{say('settings.sessions-lead')}</p>
      <Rows
        rows={sessions.map(({ sessionId, agent, lastSeenAt }) => ({
          title: sessionId === viewer?.sessionId ? say('settings.here') : agentWords(agent) || say('settings.unknown'),
          line: `${sessionId === viewer?.sessionId ? `${agentWords(agent)}, ` : ''}${say('settings.last-seen', { moment: moment(lastSeenAt) })}`,
          end: sessionId !== viewer?.sessionId && (
            <form method="post" action={href('/account/sessions')}>
              <input type="hidden" name="sessionId" value={sessionId} />
              <button class="link" aria-label={`${say('settings.end')}: ${agentWords(agent)}`}>
                {say('settings.end')}
              </button>
            </form>
          ),
        }))}
      />
      <div class="row">
        <form method="post" action={href('/sign-out')}>
          <button class="btn line">{say('settings.sign-out-here')}</button>
        </form>
        <form method="post" action={href('/sign-out-everywhere')}>
          <button class="btn line">{say('settings.sign-out-everywhere')}</button>
        </form>
      </div>
    </section>
  );
}

/** "Firefox, Android" out of what a browser says about itself; '' when it says neither. */
function agentWords(agent: string): string {
  const browser = /(Firefox|Edg|OPR|SamsungBrowser|Chrome|Safari)/.exec(agent)?.[1];
  const system = /(Android|iPhone|iPad|Windows|Mac OS X|Linux)/.exec(agent)?.[1];
  return [browser?.replace('Edg', 'Edge').replace('OPR', 'Opera'), system?.replace(' OS X', '')].filter(Boolean).join(', '); // prettier-ignore
}
