import type { JSX } from 'preact';
import { useReading } from '../layout/context.js';
import type { Operation } from './api-document.js';
import { signatureScheme } from './hook-paths.js';

/** What somebody who builds against a signed hook needs: what it does, how one signs, every answer, a request that runs. */
export function HookParts({ operation }: { operation: Operation }): JSX.Element {
  const { say } = useReading();
  return (
    <>
      <Described text={operation.description!} />
      <p class="small">{say('api.needs-signature')}</p>
      <Described text={signatureScheme().description} />
      <p class="small">{say('api.answers')}</p>
      <ul class="bullets" lang="en">
        {Object.entries(operation.responses).map(([status, { description }]) => (
          <li key={status}>
            <b>{status}</b> <Ticked text={description} />
          </li>
        ))}
      </ul>
      {operation['x-codeSamples']!.map(({ source }) => (
        <pre class="code" tabindex={0} role="region" aria-label={`${say('api.example')} ${operation.summary}`} lang="en" translate={false} key={source}>
          {source}
        </pre>
      ))}
    </>
  );
} // prettier-ignore

function Described({ text }: { text: string }): JSX.Element {
  return (
    <div lang="en">
      {text.split('\n\n').map((part) => (
        <p key={part}>
          <Ticked text={part} />
        </p>
      ))}
    </div>
  );
}

/** Words in which names and values stand between back-ticks. */
function Ticked({ text }: { text: string }): JSX.Element {
  const parts = text.split('`');
  return (
    <>
      {parts.map((part, at) => (at % 2 ? <code class="hash" key={at}>{part}</code> : part))}
    </>
  ); // prettier-ignore
}
