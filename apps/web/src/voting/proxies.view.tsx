import type { JSX } from 'preact';
import type { PersonId } from '#libs/kernel/src/index.js';
import { CHOICES, type ProxyStanding, type Standing, type VoteView } from '#libs/voting/src/index.js';
import type { Form } from '../edge/form.js';
import { useReading } from '../layout/context.js';
import { Select } from '../layout/form.view.js';
import { FoldOut, Note } from '../layout/parts.view.js';

/** Who votes for whom, as one member sees it. */
export interface ProxyView extends ProxyStanding {
  /** Whom he may ask. */
  readonly askable: readonly PersonId[];
  readonly names: ReadonlyMap<PersonId, string>;
}

interface Props {
  readonly vote: VoteView;
  readonly me: Standing;
  readonly proxies: ProxyView;
  readonly form: Form;
}

/** Asking another member to vote for oneself, and voting for those who have asked. */
export function Proxies(props: Props): JSX.Element {
  const { say } = useReading();
  const { proxies, me } = props;
  const name = (id: PersonId) => proxies.names.get(id) ?? '–';
  return (
    <section class="stack" aria-labelledby="proxy">
      <h2 id="proxy">{say('proxy.title')}</h2>
      <p class="hint">{say('vote.rule.proxies', { n: props.vote.rule.proxies })}</p>
      {proxies.holder && (
        <Note>{say(proxies.holder.used ? 'proxy.used' : 'proxy.named', { name: name(proxies.holder.personId) })}</Note>
      )}
      {proxies.givers.length > 0 && (
        <ul class="tasks">
          {proxies.givers.map(({ personId, used }) => (
            <For key={personId} vote={props.vote} giver={personId} used={used} name={name(personId)} />
          ))}
        </ul>
      )}
      {!me.voted && proxies.givers.length === 0 && <Ask {...props} />}
    </section>
  );
}

function Ask({ vote, proxies, form }: Props): JSX.Element {
  const { say, href } = useReading();
  const options = proxies.askable.map((id) => [id, proxies.names.get(id) ?? '–'] as const);
  return (
    <FoldOut summary={say('proxy.ask')} hint={say('proxy.ask-hint')} open={form.errorOf('holder') !== undefined}>
      <form method="post" action={href(`/votes/${vote.id}/proxy#proxy`)} class="stack" novalidate>
        <Select form={form} name="holder" label={say('proxy.holder')} options={[['', say('proxy.choose')], ...options]} />
        <button class="btn line">{say('proxy.send')}</button>
      </form>
    </FoldOut>
  ); // prettier-ignore
}

/** A ballot for one who has asked: what was chosen for him is not shown again, as with one's own. */
function For({
  vote,
  giver,
  used,
  name,
}: {
  vote: VoteView;
  giver: PersonId;
  used: boolean;
  name: string;
}): JSX.Element {
  const { say, href } = useReading();
  return (
    <li>
      <span>
        {say('proxy.for', { name })}
        <span class="hint">{say(used ? 'proxy.for-used' : 'proxy.for-waits')}</span>
      </span>
      <form method="post" action={href(`/votes/${vote.id}/for#proxy`)}>
        <input type="hidden" name="giver" value={giver} />
        {CHOICES.map((one) => (
          <>
            <button class="btn line" name="choice" value={one}>{say(`vote.choice.${one}`)}</button>{' '}
          </>
        ))}
      </form>
    </li>
  ); // prettier-ignore
}
