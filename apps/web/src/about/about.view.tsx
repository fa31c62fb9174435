import type { ComponentChildren, JSX } from 'preact';
import { hasWords } from '#libs/platform/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { Facts, Note } from '../layout/parts.view.js';
import { Part } from '../layout/table.view.js';
import type { Check } from '../ops/readiness.js';
import { type FeeRow, FeeTable } from './fees.view.js';

const [OPERATOR, SUCCESSOR] = ['\u0001', '\u0002'];

interface Sections {
  /** The address that answers letters. */
  readonly contact: string;
  /** Who runs this installation, and who takes over; undefined in a demonstration. */
  readonly operator?: string | undefined;
  readonly successor?: string | undefined;
  readonly end?: JSX.Element | undefined;
}

/** A page of sections: heads `<area>.h1`, texts `<area>.t1` … What only an operator can say, and has not, stands out as missing. */
export function sectionsPage(reading: Reading, area: string, { contact, operator, successor, end }: Sections): Page {
  const { say } = reading;
  const write = (
    <p key={OPERATOR}>
      {say('operator.contact')} <a href={`mailto:${contact}`}>{contact}</a>
    </p>
  );
  const gaps: Readonly<Record<string, JSX.Element>> = {
    [OPERATOR]: area === 'about' ? own(OPERATOR, operator, say('operator.name')) : write,
    [SUCCESSOR]: own(SUCCESSOR, successor, say('operator.successor')),
  };
  return prosePage(reading, area, {
    body: numbered(`${area}.h`).map((key) => (
      <section key={key}>
        <h2>{say(key)}</h2>
        {say(key.replace('.h', '.t'), { operator: OPERATOR, successor: SUCCESSOR })
          .split(new RegExp(`([${OPERATOR}${SUCCESSOR}])`))
          .map((part) => part.trim())
          .filter(Boolean)
          .map((part) => gaps[part] ?? <p key={part}>{part}</p>)}
      </section>
    )),
    end: (
      <>
        {area === 'about' && (
          <section id="write">
            <h2>{say('foot.write')}</h2>
            {write}
          </section>
        )}
        {end}
      </>
    ),
  });
}

/** What the operator says of himself, or that it is missing. */
function own(key: string, text: string | undefined, missing: string): JSX.Element {
  return text ? <p key={key}>{text}</p> : <Note key={key}>{missing}</Note>;
}

/** What cards and transfers cost, and who pays that. */
export function feesPage(reading: Reading, rows: readonly FeeRow[], contact: string): Page {
  return sectionsPage(reading, 'fees', { contact, end: rows.length > 0 ? <FeeTable rows={rows} /> : undefined });
}

function prosePage(reading: Reading, area: string, { body, end }: { body: JSX.Element[]; end?: JSX.Element }): Page {
  const { say } = reading;
  return page({
    title: say(`${area}.title`),
    description: say(`${area}.lead`),
    body: (
      <div class="wrap sect">
        <article class="prose">
          <h1 class="h-page">{say(`${area}.title`)}</h1>
          <p class="lead">{say(`${area}.lead`)}</p>
          {body}
          {end}
        </article>
      </div>
    ),
  });
}

/** Words that begin with a few in bold, between two asterisks. */
export function Paragraph({ text }: { text: string }): JSX.Element {
  const [, lead = '', rest = text] = /^\*\*(.+?)\*\*([\s\S]*)$/.exec(text) ?? [];
  return (
    <p>
      {lead && <strong>{lead}</strong>}
      {rest}
    </p>
  );
}

function numbered(prefix: string): string[] {
  const keys: string[] = [];
  while (hasWords(`${prefix}${keys.length + 1}`)) keys.push(`${prefix}${keys.length + 1}`);
  return keys;
}

/** Whether it works now, in words. */
export function statusPage(reading: Reading, checks: Readonly<Record<string, Check>>, now: Date): Page {
  const { say, moment } = reading;
  const well = Object.values(checks).every((check) => check === 'ok');
  return page({
    title: say('status.title'),
    body: (
      <div class="wrap sect narrow-page stack loose">
        <h1 class="h-page">{say('status.title')}</h1>
        <Note tone={well ? 'ok' : 'bad'}>
          <p>
            <strong>{say(well ? 'status.well' : 'status.ill')}</strong>
          </p>
        </Note>
        <Checks checks={checks} />
        <p class="small mute">{say('status.lead', { moment: moment(now) })}</p>
      </div>
    ),
  });
}

function Checks({ checks }: { checks: Readonly<Record<string, Check>> }): JSX.Element {
  const { say } = useReading();
  return (
    <Facts
      rows={Object.entries(checks).map(([name, check]) => [say(`status.${name}`), say(`status.${check}`)] as const)}
    />
  );
}

/** A part of paragraphs `<name>.p1`, `<name>.p2` …, and where to read on. */
export function Prose({ name, paragraphs, children }: { name: string; paragraphs: number; children?: ComponentChildren }): JSX.Element {
  const { say } = useReading();
  return (
    <Part title={say(name)}>
      {Array.from({ length: paragraphs }, (_, index) => (
        <Paragraph text={say(`${name}.p${index + 1}`)} key={index} />
      ))}
      {children && <p>{children}</p>}
    </Part>
  );
} // prettier-ignore
