import type { JSX } from 'preact';
import type { Pledge } from '#libs/pledges/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { CommandIdField, ErrorSummary } from '../layout/form.view.js';
import type { ProjectFace } from '../projects/project.faces.js';
import { closedPage } from './give.view.js';
import { againPath, LEFT } from './paths.js';

/** The payment page was left: nothing was taken, and everything is still filled in. */
export function notPaidPage(reading: Reading, pledge: Pledge, { face, form }: { face: ProjectFace; form: Form }): Page {
  const { say, href } = reading;
  const waits = LEFT.includes(pledge.state);
  if (waits && face.daysLeft === null) return closedPage(reading, face);
  const title = say(!waits ? 'not-paid.done' : pledge.way === 'card-later' ? 'not-paid.title-save' : 'not-paid.title');
  return page({
    title,
    index: false,
    plain: { back: href(face.path), label: say('giving.back') },
    body: (
      <div class="wrap narrow sect stack loose">
        <h1 class="h-page">{title}</h1>
        {waits ? (
          <Again pledge={pledge} face={face} form={form} />
        ) : (
          <p>
            <a class="btn" href={href(`/thanks/${pledge.ref}`)}>
              {say('not-paid.see')}
            </a>
          </p>
        )}
      </div>
    ),
  });
}

function Again({ pledge, face, form }: { pledge: Pledge; face: ProjectFace; form: Form }): JSX.Element {
  const { say, money, text, href } = useReading();
  const params = { sum: money(pledge.gift), project: text(face.plan.project.title).text };
  return (
    <>
      <div class="stack">
        <ErrorSummary form={form} />
        <p class="lead">{say(pledge.way === 'card-later' ? 'not-paid.left' : 'pay.nothing_taken')}</p>
        <p>{say('not-paid.kept', params)}</p>
        <form method="post" class="row">
          <CommandIdField form={form} />
          <button class="btn give" name="by" value="card">
            {say('pay.retry')}
          </button>
          <button class="btn line" name="by" value="transfer">
            {say('not-paid.transfer')}
          </button>
        </form>
        <p>
          <a href={href(againPath(face.path, pledge))}>{say('not-paid.change')}</a>
        </p>
      </div>
      <section class="stack tight prose">
        <h2>{say('not-paid.why')}</h2>
        <ul>
          <li>{say('not-paid.why-bank')}</li>
          <li>{say('not-paid.why-abroad')}</li>
          <li>{say('warning.russian_card')}</li>
        </ul>
      </section>
    </>
  );
}
