import type { JSX } from 'preact';
import type { Body } from '#libs/hometowns/src/index.js';
import type { BodyId, VoteId } from '#libs/kernel/src/index.js';
import { useReading } from '../layout/context.js';

interface Votes {
  readonly votes: readonly { readonly voteId: VoteId; readonly associationId: BodyId }[];
  /** The associations that vote. */
  readonly bodies: readonly Body[];
  readonly button?: boolean;
}

/** The way to a vote; of a joint project to each of them, by the name of its association. */
export function VoteLinks({ votes, bodies, button }: Votes): JSX.Element {
  const { say, href, text } = useReading();
  const nameOf = (id: BodyId) => bodies.find((one) => one.id === id)?.name;
  const words = (id: BodyId) => {
    const name = votes.length > 1 ? nameOf(id) : undefined;
    return name ? say('joint.vote-of', { name: text(name).text }) : say('hall.vote');
  };
  return (
    <>
      {votes.map(({ voteId, associationId }, index) => (
        <span key={voteId}>
          {index > 0 && (button ? ' ' : ' · ')}
          <a class={button ? 'btn line' : undefined} href={href(`/votes/${voteId}`)}>
            {words(associationId)}
          </a>
        </span>
      ))}
    </>
  );
}
