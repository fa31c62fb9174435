import type { ComponentChildren, JSX } from 'preact';
import { useReading } from './context.js';

/** Facts: name and value, a rule between. */
export function Facts({ rows }: { rows: readonly (readonly [ComponentChildren, ComponentChildren])[] }): JSX.Element {
  return (
    <dl class="facts">
      {rows.map(([name, value], index) => (
        <div key={index}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Words in which a code is not cut in two at the end of a line. */
export function Uncut({ words, code }: { words: string; code: string }): JSX.Element {
  const [before, after] = words.split(code);
  return (
    <>
      {before}
      <span class="uncut">{code}</span>
      {after}
    </>
  );
}

/** One stage of a road: done, here, or still to come. */
export interface Step {
  readonly title: ComponentChildren;
  readonly line: ComponentChildren;
  readonly state?: 'done' | 'here' | 'late';
}

/** Stages one under the other on a thread. */
export function Steps({ steps }: { steps: readonly Step[] }): JSX.Element {
  return (
    <ol class="steps">
      {steps.map(({ title, line, state }, index) => (
        <li class={state} key={index}>
          <h3>{title}</h3>
          <p class="small mute">{line}</p>
        </li>
      ))}
    </ol>
  );
}

/** Words of somebody, under wolf teeth. */
export function Quote({ children, by }: { children: ComponentChildren; by: ComponentChildren }): JSX.Element {
  return (
    <blockquote class="quote stack">
      <p>{children}</p>
      <footer class="small">{by}</footer>
    </blockquote>
  );
}

/** A row of a list with a picture before it and a figure at its end. */
export interface Row {
  readonly picture?: ComponentChildren;
  readonly title: ComponentChildren;
  readonly line: ComponentChildren;
  readonly end?: ComponentChildren;
}

/** Rows with rules between. Their titles are headings of the third level: a part with a heading of its own holds them. */
export function Rows({ rows }: { rows: readonly Row[] }): JSX.Element {
  return (
    <ul class="rowlist">
      {rows.map(({ picture, title, line, end }, index) => (
        <li class={picture ? undefined : 'no-picture'} key={index}>
          {picture}
          <div>
            <h3>{title}</h3>
            <p class="small mute">{line}</p>
          </div>
          {end && <div class="end">{end}</div>}
        </li>
      ))}
    </ul>
  );
}

/** Something that can be opened: a question, fields that few need. */
export function FoldOut({
  summary,
  hint,
  open,
  children,
}: {
  summary: ComponentChildren;
  hint?: ComponentChildren;
  open?: boolean;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <details class="ded" open={open}>
      <summary>
        {summary}
        {hint && <span class="hint">{hint}</span>}
      </summary>
      <div class="stack">{children}</div>
    </details>
  );
}

/** Where the page stands: links up, the page itself is not among them. */
export function Crumbs({ links }: { links: readonly (readonly [string, ComponentChildren])[] }): JSX.Element {
  const { say } = useReading();
  return (
    <nav class="crumb" aria-label={say('nav.crumbs')}>
      {links.map(([href, words], index) => (
        <span key={href}>
          {index > 0 && ' / '}
          <a href={href}>{words}</a>
        </span>
      ))}
    </nav>
  );
}

/** A strip of totals on walnut with the moment they were counted. */
export function SumsStrip({
  label,
  sums,
  note,
}: {
  label: string;
  sums: readonly (readonly [ComponentChildren, ComponentChildren])[];
  note: ComponentChildren;
}): JSX.Element {
  return (
    <section class="sums dark" aria-label={label}>
      <div class="wrap">
        <dl>
          {sums.map(([words, value], index) => (
            <div key={index}>
              <dt>{words}</dt>
              <dd class="num">{value}</dd>
            </div>
          ))}
        </dl>
        <p class="small">{note}</p>
      </div>
    </section>
  );
}

/** An invitation to act: town halls, associations. */
export function Door({
  title,
  text,
  href,
  action,
}: {
  title: ComponentChildren;
  text: ComponentChildren;
  href: string;
  action: ComponentChildren;
}): JSX.Element {
  return (
    <div class="door dark">
      <h2>{title}</h2>
      <p>{text}</p>
      <a class="btn" href={href}>
        {action}
      </a>
    </div>
  );
}

/** The bar at the bottom of a phone's screen: give it to `page({ dock })`. */
export function Dock({
  label,
  text,
  children,
}: {
  label: string;
  text: ComponentChildren;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <nav class="dock" aria-label={label}>
      <div class="wrap">
        <p class="small">{text}</p>
        {children}
      </div>
    </nav>
  );
}

/** A message on top of a page: something was done (`ok`), something to know. */
export function Note({ tone, children }: { tone?: 'ok' | 'bad'; children: ComponentChildren }): JSX.Element {
  return (
    <div class={tone ? `note ${tone}` : 'note'} role={tone === 'ok' ? 'status' : undefined}>
      {children}
    </div>
  );
}

/** What is typed into a terminal, or a program: the same in every language. */
export function Typed({ text }: { text: string }): JSX.Element {
  return (
    <pre class="code" tabindex={0} lang="en" translate={false}>
      <code>{text}</code>
    </pre>
  );
}
