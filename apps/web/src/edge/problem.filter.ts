import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemPage } from '../layout/problem.view.js';
import { typedIn } from './form.body.js';
import { loggable } from './log.js';
import { Redirect } from './page.js';
import { renderedOf } from './page.interceptor.js';
import { type Problem, problemJson, problemOf } from './problem.js';
import { addVary, Rendered } from './rendered.js';

const FOR_PROGRAMS = /^\/(api|ops|webhooks|files|metrics|healthz|readyz)(\/|$|\?)/;

/** What may be different a moment later: whoever sent a form sends it again, with what he typed. */
const AGAIN = new Set([401, 429, 503]);

/** The one place where errors become answers: problem details for programs, a page in words for people. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): Promise<FastifyReply> | undefined {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = problemOf(error);
    if (problem.bug) request.log.error({ route: request.routeOptions.url, error: loggable(error) }, 'bug');
    if (reply.sent) return undefined;
    void reply.headers(problem.headers);
    return answer(problem, request, reply);
  }
}

async function answer(problem: Problem, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { reading } = request;
  if (FOR_PROGRAMS.test(request.url)) {
    if (request.url.startsWith('/api/')) addVary(reply, 'accept-language');
    const body = problemJson(problem, reading);
    const headers = {
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': reading.lang,
      'cache-control': 'no-store',
    };
    return new Rendered(problem.status, headers, Buffer.from(JSON.stringify(body))).send(request, reply);
  }
  const typed = AGAIN.has(problem.status) ? await typedIn(request) : null;
  if (problem.code === 'sign-in-needed' && !typed) {
    const next = `?next=${encodeURIComponent(reading.url)}`;
    return renderedOf(new Redirect(reading.href(`/sign-in${next}`), 303), reading, 'no-store').send(request, reply);
  }
  return renderedOf(problemPage(reading, problem, typed), reading, 'no-store').send(request, reply);
}
