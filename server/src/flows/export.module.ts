import { Module } from '@nestjs/common';
import { StaffModule } from '../domains/staff/staff.module.js';
import { KeptFiles } from '../infra/storage/kept-files.js';
import { ExportRequestFlow } from './export/export-request.flow.js';
import { ExportRunJob } from './export/export-run.job.js';
import { ExportViews } from './export/export.views.js';

const flows = [ExportViews, ExportRequestFlow, ExportRunJob];

/** Files with what the shop knows, for operators. */
@Module({ imports: [StaffModule], providers: [KeptFiles, ...flows], exports: flows })
export class ExportModule {}
