import { Injectable } from '@nestjs/common';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import type { Operation } from './api-document.js';

const NOBODY = '01890000-0000-7000-8000-000000000000';

/** Public things of this installation that an example can ask for; null where there is none yet. */
interface Things {
  readonly project: string;
  readonly body: string;
  readonly place: string;
}

/** Makes requests that run here and now: with ids of what is public, so that whoever copies one gets an answer. */
@Injectable()
export class Examples {
  constructor(
    private readonly projects: ProjectsQueries,
    private readonly bodies: BodiesQueries,
  ) {}

  /** For each GET route its address with every parameter filled in, by "get /path". */
  async requests(paths: Readonly<Record<string, object>>): Promise<ReadonlyMap<string, string>> {
    const things = await this.things();
    return new Map(
      Object.entries(paths).flatMap(([path, routes]) => {
        const get = (routes as { get?: Operation }).get;
        return get ? [[`get ${path}`, requestOf(path, get, things)] as const] : [];
      }),
    );
  }

  private async things(): Promise<Things> {
    const [project] = await this.projects.list({}, null, 1);
    const [body] = await this.bodies.list({ state: 'verified', limit: 1 });
    return { project: project?.id ?? NOBODY, body: body?.id ?? NOBODY, place: project?.place.code ?? '0100000' };
  }
}

function requestOf(path: string, { parameters = [] }: Operation, things: Things): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const said = exampleOf(parameters.find((one) => one.name === name && one.in === 'path'));
    if (said !== undefined) return encodeURIComponent(said);
    if (name === 'code' && path.startsWith('/api/v1/places/')) return things.place;
    if (name !== 'id') return NOBODY;
    if (path.startsWith('/api/v1/projects/')) return things.project;
    return path.startsWith('/api/v1/bodies/') ? things.body : NOBODY;
  });
  const query = parameters
    .filter((one) => one.in === 'query' && one.required)
    .map((one): [string, string] => [one.name, exampleOf(one) ?? NOBODY]);
  return query.length > 0 ? `${filled}?${new URLSearchParams(query).toString()}` : filled;
}

function exampleOf(parameter: NonNullable<Operation['parameters']>[number] | undefined): string | undefined {
  const said = parameter?.example ?? parameter?.schema?.example;
  return typeof said === 'string' || typeof said === 'number' ? `${said}` : undefined;
}
