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

  it('make a web app that parses, without the server’s part of the contract', () => {
    expect(webProblems(fromRoot('miniprogram/dist/h5'))).toEqual([]);
  });
});
