import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CampaignGate } from './campaign-gate.service.js';
import { Project } from './project.entity.js';
import { ProjectsQueries } from './projects.queries.js';
import { RecordQueries } from './record.queries.js';

const door = [CampaignGate, ProjectsQueries, RecordQueries];

/** Projects: plans, their life, the campaign's one gate, their public history. */
@Module({ imports: [TypeOrmModule.forFeature([Project])], providers: door, exports: door })
export class ProjectsModule {}
