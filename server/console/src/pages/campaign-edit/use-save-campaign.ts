import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { ConsoleCampaignReply } from '@tuanlink/shared/replies';
import { call } from '../../api/call';
import { codeOf } from '../../api/failure';
import { useReport } from '../../components/use-report';
import { bodyOf, patchOf } from './model';
import type { CampaignFields } from './model';

/** What a form needs to save a campaign. */
export interface SaveCampaign {
  run: (fields: CampaignFields, publish: boolean) => void;
  busy: boolean;
  /** True while somebody else's change stands in the way. */
  conflict: boolean;
  openConflict: () => void;
  closeConflict: () => void;
}

function send(seen: ConsoleCampaignReply | null, fields: CampaignFields): Promise<ConsoleCampaignReply> {
  return seen === null
    ? call('console.campaign.create', { body: bodyOf(fields) })
    : call('console.campaign.patch', { params: { id: seen.id }, body: patchOf(seen, fields) });
}

/**
 * Saves a campaign, new when `seen` is null, and publishes it if asked. When only publishing fails, the
 * draft stands and its page is shown with the reason.
 */
export function useSaveCampaign(
  seen: ConsoleCampaignReply | null,
  onSaved: (saved: ConsoleCampaignReply) => void,
): SaveCampaign {
  const client = useQueryClient();
  const report = useReport();
  const [busy, setBusy] = useState(false);
  const [conflict, setConflict] = useState(false);
  const publishSaved = async (saved: ConsoleCampaignReply): Promise<ConsoleCampaignReply> => {
    try {
      const input = { params: { id: saved.id }, body: { version: saved.version } };
      const published = await call('console.campaign.publish', input);
      report.done('campaign.published');
      return published;
    } catch (error) {
      report.failed(error);
      return saved;
    }
  };
  const save = async (fields: CampaignFields, publish: boolean) => {
    setBusy(true);
    try {
      const saved = await send(seen, fields);
      if (!publish) report.done('campaign.saved');
      const final = publish ? await publishSaved(saved) : saved;
      await client.invalidateQueries({ queryKey: ['console.campaigns'] });
      onSaved(final);
    } catch (error) {
      if (codeOf(error) === 'version.conflict') setConflict(true);
      else report.failed(error);
    } finally {
      setBusy(false);
    }
  };
  return {
    run: (fields, publish) => void save(fields, publish),
    busy,
    conflict,
    openConflict: () => setConflict(true),
    closeConflict: () => setConflict(false),
  };
}
