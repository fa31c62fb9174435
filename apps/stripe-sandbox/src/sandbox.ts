import http from 'node:http';
import { type AddressInfo } from 'node:net';
import { Api, type Answer, type Incoming } from './api.js';
import { Control } from './control.js';
import { answerControl, json } from './control-routes.js';
import { Faults } from './faults.js';
import { answerPage } from './hosted.js';
import { PassingTime } from './passing-time.js';
import { ENDPOINTS } from './resources.js';
import { changeSettings, type SettingsChange } from './settings.js';
import { register } from './webhook-endpoints.js';
import { WebhookSender } from './webhook-sender.js';
import { World } from './world.js';

/** How a sandbox is started; everything may be left out. */
export interface SandboxOptions {
  /** 0 (default): any free one. */
  port?: number;
  host?: string;
  /** Base of the hosted pages' addresses; by default where the sandbox listens. */
  publicUrl?: string;
  /** One endpoint for all events, beside those registered by API. */
  webhookUrl?: string;
  webhookSecret?: string;
  /** Keeps everything over a restart. */
  stateFile?: string;
  /** The only API key that is accepted; by default any test key. */
  apiKey?: string;
  settings?: SettingsChange;
  /** Whether what falls due happens by itself (default), or only when the control API moves the clock. */
  ticking?: boolean;
}
/** A running sandbox. */
export interface Sandbox {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly control: Control;
  close(): Promise<void>;
}

const MOST_BYTES = 2_000_000;
const TICK_MS = 1000;

/** Starts a simulated Stripe that the unmodified SDK can talk to. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const host = options.host ?? '127.0.0.1';
  const world = new World(options.stateFile, options.publicUrl);
  if (options.settings) world.settings = changeSettings(world.settings, options.settings);
  const faults = new Faults();
  const api = new Api(world, faults, ENDPOINTS, options.apiKey);
  const sender = new WebhookSender(world);
  const time = new PassingTime(world);
  const control = new Control(world, { sender, faults, api, time });
  const server = http.createServer((request, response) => void serve(request, response, { world, api, control }));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port ?? 0, host, resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  world.publicUrl = (options.publicUrl ?? url).replace(/\/$/, '');
  if (options.webhookUrl !== undefined)
    register(world, {
      id: 'we_configured',
      url: options.webhookUrl,
      secret: options.webhookSecret ?? '',
      events: ['*'],
    });
  const ticking = options.ticking === false ? undefined : setInterval(() => time.tick(), TICK_MS).unref();
  sender.pump();
  const close = async () => {
    clearInterval(ticking);
    sender.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    world.close();
  };
  return { url, host, port, control, close };
}

async function serve(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  parts: { world: World; api: Api; control: Control },
): Promise<void> {
  const call = await read(request);
  const answer = call === undefined ? json(413, { error: 'The body is too large.' }) : await answered(call, parts);
  if (answer.cut) {
    response.destroy();
    return;
  }
  const body = Buffer.from(answer.body, 'utf8');
  response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
  response.end(body);
}

async function answered(
  call: Incoming,
  { world, api, control }: { world: World; api: Api; control: Control },
): Promise<Answer> {
  if (call.path === '/healthz') return json(200, { status: 'ok' });
  if (call.path.startsWith('/_control/')) return answerControl(control, call);
  return answerPage(world, call) ?? (await api.answer(call));
}

async function read(request: http.IncomingMessage): Promise<Incoming | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  return {
    method: request.method ?? 'GET',
    path,
    query,
    headers: request.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
