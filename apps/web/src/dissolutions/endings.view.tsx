import type { JSX } from 'preact';
import type { Desk } from '../association/desk.service.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';

/** Among what is to be done: assemblies that are proposed, that the association ends, and what others that end offer to it. */
export function Endings({
  proposals,
  ends,
  offers,
  id,
}: Pick<Desk, 'proposals' | 'ends' | 'offers'> & { id: string }): JSX.Element | null {
  const { say, href, text } = useReading();
  const at = `/association/${id}`;
  const end = `${at}/dissolution`;
  const lines = [
    ...proposals.map((one) => [`${at}/assemblies/${one.id}`, say('assembly.desk')] as const),
    ...(ends ? [[end, say('dissolution.title')] as const] : []),
    ...offers.map(({ from }) => [end, say('succession.desk', { body: text(from).text })] as const),
  ];
  if (lines.length === 0) return null;
  return (
    <ul class="tasks">
      {lines.map(([path, words]) => (
        <li key={`${path} ${words}`}>
          <a href={href(path)}>{words}</a>
          <Tag tone="now">{say('desk.waits')}</Tag>
        </li>
      ))}
    </ul>
  );
}
