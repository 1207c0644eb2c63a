import { useState } from 'react';
import { App, Button } from 'antd';
import type { ConsoleCampaignReply } from '@tuanlink/shared/replies';
import { codeOf } from '../../api/failure';
import { useCommand } from '../../api/queries';
import type { ConsoleRoute } from '../../api/call';
import { useMay } from '../../app/session';
import { TypedConfirm } from '../../components/dialogs';
import { useReport } from '../../components/use-report';
import { useText } from '../../i18n/use-text';
import { actionsFrom } from './actions';
import type { CampaignAction } from './actions';

const refreshed: readonly ConsoleRoute[] = ['console.campaigns', 'console.campaign'];

/** The four commands of a campaign as one function, and whether one of them is under way. */
function useCampaignCommands() {
  const commands = {
    publish: useCommand('console.campaign.publish', refreshed),
    pause: useCommand('console.campaign.pause', refreshed),
    resume: useCommand('console.campaign.resume', refreshed),
    end: useCommand('console.campaign.end', refreshed),
  };
  const busy = Object.values(commands).some(({ isPending }) => isPending);
  return { commands, busy };
}

interface CampaignActionsProps {
  campaign: ConsoleCampaignReply;
  small?: boolean;
  onConflict?: () => void;
}

/** Runs an action and tells how it ended. */
function useRun({ campaign, onConflict }: CampaignActionsProps, onEnd: () => void) {
  const { t } = useText();
  const report = useReport();
  const { commands, busy } = useCampaignCommands();
  const run = async (action: CampaignAction) => {
    try {
      const input = { params: { id: campaign.id }, body: { version: campaign.version } };
      const after = await commands[action].mutateAsync(input);
      report.done(`campaign.done.${action}`, { state: t(`state.campaign.${after.state}`) });
    } catch (error) {
      if (codeOf(error) === 'version.conflict' && onConflict) onConflict();
      else report.failed(error);
    } finally {
      onEnd();
    }
  };
  return { run, busy };
}

/** Buttons for what the state of a campaign allows; ending, which is for good, asks for its title. */
export function CampaignActions(props: CampaignActionsProps) {
  const { campaign, small = false } = props;
  const { t } = useText();
  const { modal } = App.useApp();
  const may = useMay();
  const [ending, setEnding] = useState(false);
  const { run, busy } = useRun(props, () => setEnding(false));
  const { title } = campaign;
  const ask = (action: CampaignAction) => {
    if (action === 'end') {
      setEnding(true);
      return;
    }
    modal.confirm({
      title: t(`campaign.ask.${action}`, { title }),
      content: t(`campaign.effect.${action}`),
      okText: t(`campaign.action.${action}`),
      okButtonProps: { 'data-testid': 'campaign-confirm' },
      onOk: () => run(action),
    });
  };
  return (
    <div className="row actions">
      {actionsFrom(campaign.state)
        .filter((action) => may(`console.campaign.${action}`))
        .map((action) => (
          <Button
            key={action}
            {...(small ? { size: 'small' } : {})}
            type={action === 'publish' || action === 'resume' ? 'primary' : 'default'}
            danger={action === 'end'}
            disabled={busy}
            onClick={() => ask(action)}
            data-testid={`campaign-${action}`}
          >
            {t(`campaign.action.${action}`)}
          </Button>
        ))}
      <TypedConfirm
        open={ending}
        title={t('campaign.ask.end', { title })}
        word={title}
        okText={t('campaign.action.end')}
        busy={busy}
        onCancel={() => setEnding(false)}
        onConfirm={() => void run('end')}
      >
        {t('campaign.effect.end', { forming: campaign.groupCounts.forming + campaign.groupCounts.opening })}
      </TypedConfirm>
    </div>
  );
}
