import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { ConsoleProductReply } from '@tuanlink/shared/replies';
import { call } from '../../api/call';
import { codeOf } from '../../api/failure';
import { useReport } from '../../components/use-report';
import { bodyOf, patchOf } from './model';
import type { ProductFields } from './model';

/** What a form needs to save a product. */
export interface SaveProduct {
  run: (fields: ProductFields) => void;
  busy: boolean;
  /** True while somebody else's change stands in the way. */
  conflict: boolean;
  closeConflict: () => void;
}

function send(seen: ConsoleProductReply | null, fields: ProductFields): Promise<ConsoleProductReply> {
  if (seen === null) return call('console.product.create', { body: bodyOf(fields) });
  return call('console.product.patch', { params: { id: seen.id }, body: patchOf(seen, fields) });
}

/** Saves a product, new when `seen` is null; a version conflict asks instead of overwriting. */
export function useSaveProduct(
  seen: ConsoleProductReply | null,
  onSaved: (saved: ConsoleProductReply) => void,
): SaveProduct {
  const client = useQueryClient();
  const report = useReport();
  const [busy, setBusy] = useState(false);
  const [conflict, setConflict] = useState(false);
  const save = async (fields: ProductFields) => {
    setBusy(true);
    try {
      const saved = await send(seen, fields);
      await client.invalidateQueries({ queryKey: ['console.products'] });
      report.done('product.saved');
      onSaved(saved);
    } catch (error) {
      if (codeOf(error) === 'version.conflict') setConflict(true);
      else report.failed(error);
    } finally {
      setBusy(false);
    }
  };
  return {
    run: (fields) => void save(fields),
    busy,
    conflict,
    closeConflict: () => setConflict(false),
  };
}
