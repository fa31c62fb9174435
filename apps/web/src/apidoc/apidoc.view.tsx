import type { JSX } from 'preact';
import type { OpenAPIObject } from '@nestjs/swagger';
import { STATEMENT_COLUMNS } from '#libs/books/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { Facts, FoldOut } from '../layout/parts.view.js';
import type { Operation } from './api-document.js';
import { HookParts } from './hook.view.js';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

const RULES = ['errors', 'paging', 'repeats', 'sign-in', 'money', 'caching'] as const;
const METHODS = ['get', 'put', 'post', 'delete'] as const;

/** What the API can do, readable without scripts: its rules, then every route by what it is about. */
export function apiPage(reading: Reading, document: OpenAPIObject, examples: ReadonlyMap<string, string>): Page {
  const { say } = reading;
  const routes = routesOf(document);
  const tags = [...new Set(routes.map(tagOf))].sort((a, b) =>
    say(`api.tag.${a}`).localeCompare(say(`api.tag.${b}`), reading.lang),
  );
  return page({
    title: say('api.title'),
    description: say('api.lead'),
    body: (
      <div class="wrap sect stack loose">
        <header class="stack">
          <h1 class="h-page">{say('api.title')}</h1>
          <p class="lead">{say('api.lead')}</p>
          <p>
            <a href="/api/openapi.json">{say('api.document')}</a>
          </p>
        </header>
        <Rules />
        <Columns />
        <section>
          <h2>{say('api.routes')}</h2>
          {tags.map((tag) => (
            <Room tag={tag} routes={routes.filter((route) => tagOf(route) === tag)} examples={examples} key={tag} />
          ))}
        </section>
      </div>
    ),
  });
}

function routesOf({ paths }: OpenAPIObject): Route[] {
  return Object.entries(paths).flatMap(([path, routes]) =>
    METHODS.flatMap((method) => {
      const operation = routes[method] as Operation | undefined;
      return operation ? [{ method, path, operation }] : [];
    }),
  );
}

const tagOf = ({ operation }: Route) => operation.tags?.[0] ?? 'other';

/** The routes about one thing, folded: all of them open at once are a dozen screens of a phone. */
function Room({ tag, routes, examples }: { tag: string; routes: readonly Route[]; examples: ReadonlyMap<string, string> }): JSX.Element {
  const { say } = useReading();
  return (
    <FoldOut summary={<h3 class="h-row">{say(`api.tag.${tag}`)}</h3>} hint={say('api.count', { n: routes.length })}>
      <div>
        {routes.map((route) => (
          <RouteView route={route} example={examples.get(`${route.method} ${route.path}`)} key={route.method + route.path} />
        ))}
      </div>
    </FoldOut>
  );
} // prettier-ignore

function RouteView({ route, example }: { route: Route; example: string | undefined }): JSX.Element {
  const { say, absolute } = useReading();
  const { method, path, operation } = route;
  const hook = operation['x-codeSamples'] !== undefined;
  const body = operation.requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1);
  return (
    <FoldOut
      summary={
        <code class="hash">
          {method.toUpperCase()} {path}
        </code>
      }
      hint={<span lang="en">{operation.summary}</span>}
    >
      {operation.security && !hook && <p class="small">{say('api.needs-sign-in')}</p>}
      {(operation.parameters ?? []).length > 0 && (
        <ul class="bullets" lang="en">
          {operation.parameters!.map(({ name, in: where, required, description }) => (
            <li key={where + name}>
              <code>{name}</code> ({where}
              {required && where === 'query' && ', required'}){description && `: ${description}`}
            </li>
          ))}
        </ul>
      )}
      {body && (
        <p class="small">
          {say('api.body')} <code>{body}</code>
        </p>
      )}
      {hook && <HookParts operation={operation} />}
      {example && (
        <p class="small hash">
          {say('api.example')} <code>curl {absolute(example)}</code>
        </p>
      )}
    </FoldOut>
  );
}

/** What stands in a project's register as a file. */
function Columns(): JSX.Element {
  const { say } = useReading();
  return (
    <FoldOut summary={<h2 class="h-row">{say('api.csv')}</h2>} hint={say('api.csv.hint')}>
      <Facts rows={STATEMENT_COLUMNS.map((column) => [<code key={column}>{column}</code>, say(`api.csv.${column}`)])} />
    </FoldOut>
  );
}

function Rules(): JSX.Element {
  const { say } = useReading();
  return (
    <section class="stack narrow-page">
      <h2>{say('api.rules')}</h2>
      <ul class="bullets">
        {RULES.map((rule) => (
          <li key={rule}>{say(`api.rule.${rule}`)}</li>
        ))}
      </ul>
    </section>
  );
}
