import { filePath } from './file-path';

it.each([
  [filePath('console.withdrawal.receipt', { params: { id: 'w' } }), '/api/console/withdrawals/w/receipt.pdf'],
  [
    filePath('console.statement.csv', { params: { id: 'd' }, query: { month: '2026-11' } }),
    '/api/console/distributors/d/statement.csv?month=2026-11',
  ],
])('%s', (path, expected) => {
  expect(path).toBe(expected);
});
