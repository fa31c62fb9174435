import type { PlaceFound } from '#libs/hometowns/src/index.js';
import type { Phone } from '#libs/neighbours/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { ErrorSummary, Field } from '../layout/form.view.js';
import { Crumbs, Facts, Note } from '../layout/parts.view.js';

interface Proving {
  readonly place: PlaceFound;
  readonly phone: Phone | null;
  readonly joined: boolean;
  /** Whether codes can be sent from here. */
  readonly offered: boolean;
}

/** Where a number is given to be proven; what is kept of it stands beside. */
export function phonePage(reading: Reading, { place, phone, joined, offered }: Proving, form: Form): Page {
  const { say, href, date, query } = reading;
  const title = say('neighbours.phone-title');
  const body = (
    <div class="wrap narrow sect stack">
      <Crumbs links={[[href(`/t/${place.slug}/join`), placeLine(reading, place)]]} />
      <h1 class="h-page">{title}</h1>
      {query.get('proven') && phone && <Note tone="ok">{say('neighbours.phone-proven')}</Note>}
      <p class="lead">{say('neighbours.phone-lead')}</p>
      {phone && <Facts rows={[[say('neighbours.phone-yours', { ending: phone.ending }), date(phone.provenAt)]]} />}
      <ErrorSummary form={form} />
      {offered && joined ? (
        <form method="post" action={href(`/t/${place.slug}/phone`)} class="stack" novalidate>
          <Field
            form={form}
            name="phone"
            label={say('neighbours.phone')}
            hint={say('neighbours.phone-hint')}
            type="tel"
            autocomplete="tel"
            inputmode="tel"
            maxlength={40}
          />
          <p class="hint">{say('neighbours.phone-kept')}</p>
          <button class="btn">{say('neighbours.phone-send')}</button>
        </form>
      ) : (
        <p class="note">{say(offered ? 'error.neighbour-needed' : 'error.phones-off')}</p>
      )}
    </div>
  );
  return page({ title, index: false, body });
}

/** Waits for the code of a message. */
export function phoneCodePage({ say, href }: Reading, slug: string, form: Form): Page {
  const title = say('neighbours.phone-code-title');
  const over = form.errors.some(({ code }) => code === 'link-expired');
  const body = (
    <div class="wrap narrow sect stack">
      <h1 class="h-page">{title}</h1>
      <ErrorSummary form={form} />
      <p class="lead">{say('neighbours.phone-code-lead')}</p>
      {!over && (
        <form method="post" action={href(`/t/${slug}/phone/code`)} class="stack" novalidate>
          <input type="hidden" name="waiting" value={form.value('waiting')} />
          <Field
            form={form}
            name="code"
            label={say('neighbours.phone-code')}
            inputmode="numeric"
            autocomplete="one-time-code"
            maxlength={12}
            short
          />
          <button class="btn">{say('neighbours.phone-confirm')}</button>
        </form>
      )}
      <p>
        <a href={href(`/t/${slug}/phone`)}>{say('neighbours.phone-again')}</a>
      </p>
    </div>
  );
  return page({ title, index: false, body });
}
