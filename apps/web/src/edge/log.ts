import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, pino, type Logger } from 'pino';
import { withoutPersonalData } from '#libs/platform/src/index.js';

/** The log of the process: one JSON object a line. What goes in must hold no personal data; `loggable` cleans errors. */
export function openLog(level = process.env.LOG_LEVEL ?? 'info', to?: DestinationStream): Logger {
  const options = {
    level,
    base: { app: 'web' },
    serializers: { req: () => undefined, res: () => undefined, err: loggable },
  };
  return to ? pino(options, to) : pino(options);
}

/** An error without what it may quote: no e-mail addresses, tokens, or values that the database refused. */
export function loggable(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const { code, constraint, table } = error as Error & { code?: string; constraint?: string; table?: string };
  return {
    name: error.name,
    message: withoutPersonalData(error.message),
    code,
    constraint,
    table,
    stack: withoutPersonalData(error.stack ?? ''),
  };
}

/** Nest's own messages in the same log. */
export class NestLog implements LoggerService {
  constructor(private readonly to: Logger) {}
  log(message: unknown, context?: string): void {
    this.to.debug({ context }, String(message));
  }
  warn(message: unknown, context?: string): void {
    this.to.warn({ context }, String(message));
  }
  error(message: unknown, stack?: string, context?: string): void {
    this.to.error({
      context,
      error:
        message instanceof Error
          ? loggable(message)
          : { message: withoutPersonalData(String(message)), stack: withoutPersonalData(stack ?? '') },
    });
  }
}
