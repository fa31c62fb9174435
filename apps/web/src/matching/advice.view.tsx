import type { JSX } from 'preact';
import { useReading } from '../layout/context.js';
import { Note } from '../layout/parts.view.js';
import { DeskTable, Part } from '../layout/table.view.js';

/** A project as the quadratic rule sees it. */
export interface AdvisedRow {
  readonly key: string;
  readonly title: string;
  /** Without the language; null while nobody may see it. */
  readonly path: string | null;
  /** How many people gave, how much, what it has drawn, what the rule would give. */
  readonly cells: readonly string[];
}

/** How a call's money would be shared by the quadratic rule, and when that was reckoned. */
export interface AdviceView {
  readonly at: Date;
  readonly rows: readonly AdvisedRow[];
}

/** How the same money would be shared by the quadratic rule: to compare, with its warning. Nothing while there is nothing to compare. */
export function QuadraticAdvice({ advice }: { advice: AdviceView | null }): JSX.Element | null {
  const { say, href, date } = useReading();
  if (!advice || advice.rows.length < 2) return null;
  return (
    <Part title={say('matching.advice')}>
      <p>{say('matching.advice-lead')}</p>
      <p>{say('matching.advice-at', { date: date(advice.at) })}</p>
      <Note>{say('matching.advice-warning')}</Note>
      <DeskTable
        title={say('matching.advice')}
        head={[
          say('matching.head.project'),
          ...['donors', 'given', 'has', 'advised'].map((name) => say(`matching.advice-${name}`)),
        ]}
        numbers={[1, 2, 3, 4]}
        rows={advice.rows.map(({ key, title, path, cells }) => ({
          key,
          cells: [path ? <a href={href(path)}>{title}</a> : title, ...cells],
        }))}
      />
    </Part>
  );
}
