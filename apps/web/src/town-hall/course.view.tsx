import type { JSX } from 'preact';
import { lastDayOf } from '#libs/kernel/src/index.js';
import type { ProjectPlan } from '#libs/projects/src/index.js';
import type { VoteView } from '#libs/voting/src/index.js';
import { useReading } from '../layout/context.js';
import { Note } from '../layout/parts.view.js';

/** Where a project is, whose turn it is, until when, and what happens if nobody does anything. */
export function Course({ plan, votes }: { plan: ProjectPlan; votes: readonly VoteView[] }): JSX.Element {
  const { say, moment, date } = useReading();
  const { project, campaign } = plan;
  const { state } = project;
  const open = votes.filter((one) => one.state === 'open');
  const joint =
    new Set(votes.filter(({ kind }) => kind === 'endorsement').map(({ associationId }) => associationId)).size > 1;
  const endorsement = say(joint ? 'course.endorsement-joint' : 'course.endorsement');
  const lines: string[] = [];
  if (project.takesObjections) {
    const until = project.objectionsUntil ? date(lastDayOf(project.objectionsUntil)) : '–';
    lines.push(say('course.objections', { until }));
    if (open.length > 0) lines.push(endorsement);
  } else if (state === 'published') {
    lines.push(say('course.published', { on: campaign.opensOn ? date(campaign.opensOn) : '–' }));
  } else if (state === 'campaign') {
    const until = campaign.closesOn ? date(campaign.closesOn) : '–';
    lines.push(say('course.campaign', { until, model: campaign.model ?? 'keep' }));
  } else {
    lines.push(state === 'endorsement' ? endorsement : say(`course.${state}`));
  }
  for (const vote of open) lines.push(silence(say, vote, moment(vote.closesAt)));
  return (
    <Note>
      {[...new Set(lines)].map((line) => (
        <p key={line}>{line}</p>
      ))}
    </Note>
  );
}

/** The silence rule of an open vote: what not voting leads to. */
export function silence(say: ReturnType<typeof useReading>['say'], vote: VoteView, closes: string): string {
  return say('vote.silence', { closes, rule: say(`vote.silence.${vote.rule.silence}`), arbiter: vote.arbiter });
}
