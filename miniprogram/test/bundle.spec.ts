import fs from 'node:fs';
import path from 'node:path';
import { packageSizes, weappProblems, webProblems } from '../../scripts/check-bundle/bundle.mjs';
import { fromRoot } from '../../scripts/lib/paths.mjs';

describe('the built faces', () => {
  it('make a mini program that WeChat accepts, without the server’s part of the contract', () => {
    expect(weappProblems(fromRoot('miniprogram/dist/weapp'))).toEqual([]);
  });

  it('have a main package and subpackages', () => {
    const sizes = [...packageSizes(fromRoot('miniprogram/dist/weapp'))];
    expect(sizes.length).toBeGreaterThan(1);
    for (const [, bytes] of sizes) {
      expect(bytes).toBeGreaterThan(0);
    }
  });

  it.each(['miniprogram/dist/h5', 'miniprogram/dist/weapp', 'server/console/dist'])(
    'hold nothing in %s that React only tells developers',
    (folder) => {
      const files = fs.readdirSync(fromRoot(folder), { recursive: true, encoding: 'utf8' });
      const scripts = files.filter((name) => name.endsWith('.js'));
      const told = scripts.filter((name) =>
        /Download the React DevTools|Each child in a list should have a unique/.test(
          fs.readFileSync(path.join(fromRoot(folder), name), 'utf8'),
        ),
      );
      expect(scripts.length).toBeGreaterThan(3);
      expect(told).toEqual([]);
    },
  );

  it('make a web app that parses, without the server’s part of the contract', () => {
    expect(webProblems(fromRoot('miniprogram/dist/h5'))).toEqual([]);
  });
});
