import type { JSX } from 'preact';
import type { Desk } from '../association/desk.service.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';

/** Among what is to be done: that the association ends, and what others that end offer to it. */
export function Endings({ ends, offers, id }: Pick<Desk, 'ends' | 'offers'> & { id: string }): JSX.Element | null {
  const { say, href, text } = useReading();
  if (!ends && offers.length === 0) return null;
  const at = href(`/association/${id}/dissolution`);
  const lines = [
    ...(ends ? [say('dissolution.title')] : []),
    ...offers.map(({ from }) => say('succession.desk', { body: text(from).text })),
  ];
  return (
    <ul class="tasks">
      {lines.map((words) => (
        <li key={words}>
          <a href={at}>{words}</a>
          <Tag tone="now">{say('desk.waits')}</Tag>
        </li>
      ))}
    </ul>
  );
}
