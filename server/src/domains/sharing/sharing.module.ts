import { Module } from '@nestjs/common';
import { ShareService } from './share.service.js';

/** Links people pass on, their opening, and whom an order counts for. */
@Module({ providers: [ShareService], exports: [ShareService] })
export class SharingModule {}
