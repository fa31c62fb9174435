import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { fromRoot } from '#libs/platform/src/index.js';

/** What a person would type. */
function simulate(...words: string[]): { status: number | null; says: string } {
  const options = { cwd: fromRoot(), encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } } as const;
  const { status, stdout, stderr } = spawnSync('npm', ['run', '-s', 'simulate', '--', ...words], options);
  return { status, says: stdout + stderr };
}

describe('the simulation of everything that may happen to money', () => {
  let short: ReturnType<typeof simulate>;
  beforeAll(() => {
    short = simulate('--seeds', '1', '--acts', '100', '--twice', '--jobs', '2');
  });

  it('finds nothing after any act, nor before it has arrived', () => {
    expect(short.says).toContain('0 seeds broke');
    expect(short.status).toBe(0);
  });

  it('sees at once what somebody changed behind its back, says how to see it again, and fails', () => {
    const { status, says } = simulate('--seeds', '6', '--acts', '80', '--breach', '20', '--jobs', '2');
    expect(says).toContain('6 seeds broke: ');
    expect(status).toBe(1);
    expect(says.match(/BROKE after act/g)).toHaveLength(6);
    expect(says).toMatch(/again: npm run simulate -- --seed 3 --acts \d+ --breach 20/);
    expect(says).not.toContain('nobody saw this');
  });

  it('leaves nothing behind when somebody stops it', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plai-stopped-'));
    fs.chmodSync(folder, 0o755);
    const env = { ...process.env, NODE_OPTIONS: '', TMPDIR: folder };
    const words = ['dist/test/simulation/main.js', '--seeds', '9', '--jobs', '1', '--verbose'];
    const run = spawn(process.execPath, words, { cwd: fromRoot(), env });
    await once(run.stdout, 'data');
    run.kill('SIGTERM');
    const [code] = (await once(run, 'exit')) as [number | null];
    expect([code, fs.readdirSync(folder)]).toEqual([1, []]);
    fs.rmSync(folder, { recursive: true });
  });

  it('tells the same story for the same seed', () => {
    expect(short.says).toContain('0 seeds told another story the second time');
  });
});
