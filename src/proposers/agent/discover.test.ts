import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findAgent, inspectAgents } from './discover.ts';

function folder(): string {
  const made = realpathSync(mkdtempSync(join(tmpdir(), 'fulcrum-discover-')));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

function put(path: string, text: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return path;
}

function programNamed(name: string): string {
  return realpathSync(execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim());
}

/** A program of the system that tells no version. */
function putNative(path: string): string {
  mkdirSync(dirname(path), { recursive: true });
  copyFileSync('/bin/echo', path);
  return path;
}

test('an agent that is not there is missing, and how to get it is said', () => {
  expect(() => findAgent('claude', folder())).toThrow(
    /^FULCRUM_E_AGENT_MISSING: Claude Code is not installed.*npm install -g @anthropic-ai\/claude-code/,
  );
  expect(() => findAgent('codex', '')).toThrow(
    /^FULCRUM_E_AGENT_MISSING: Codex.*npm install -g @openai\/codex/,
  );
});

test('a launcher without its program is not enough', () => {
  const bin = folder();
  put(join(bin, 'claude'), '#!/bin/sh\necho 2.1.329\n');
  expect(() => findAgent('claude', bin)).toThrow(
    /^FULCRUM_E_AGENT_MISSING.*the program for this platform is not/,
  );
});

test('the program is found behind links and launchers, in the package for this platform', () => {
  const root = folder();
  const packages = join(root, 'lib/node_modules/@openai');
  const launcher = put(join(packages, 'codex/bin/codex.js'), '#!/usr/bin/env node\n');
  const platform = join(packages, `codex-${process.platform}-${process.arch}`);
  put(join(platform, 'package.json'), '{"name":"x"}');
  const target = join(platform, 'vendor/some-target');
  put(join(target, 'codex-package.json'), '{}');
  mkdirSync(join(target, 'bin'), { recursive: true });
  // Node itself says a version that is none of Codex's range, and nothing else of the kind is at hand everywhere.
  symlinkSync(process.execPath, join(target, 'bin/codex'));
  mkdirSync(join(root, 'bin'));
  symlinkSync(launcher, join(root, 'bin/codex'));
  expect(() => findAgent('codex', `relative:${join(root, 'bin')}`)).toThrow(
    new RegExp(
      `^FULCRUM_E_AGENT_VERSION: Codex ${process.versions.node.replaceAll('.', '\\.')} is not supported \\(${target}`,
    ),
  );
});

test('a program of a supported version is shown to sandboxes, and asked once', () => {
  const bin = folder();
  // Git tells a version that could be one of Claude Code's.
  const git = programNamed('git');
  symlinkSync(git, join(bin, 'claude'));
  const version = /\d+\.\d+\.\d+/.exec(execFileSync(git, ['--version'], { encoding: 'utf8' }))![0];
  const found = findAgent('claude', bin);
  expect(found).toEqual({
    program: git,
    version,
    mounts: [{ host: git, inside: '/fulcrum/agent/claude' }],
    argv: ['/fulcrum/agent/claude'],
  });
  expect(findAgent('claude', bin)).toBe(found);
});

test('a program older than what was tried is not supported', () => {
  const bin = folder();
  // Bubblewrap is at 0.x.
  symlinkSync(programNamed('bwrap'), join(bin, 'claude'));
  expect(() => findAgent('claude', bin)).toThrow(
    /^FULCRUM_E_AGENT_VERSION: Claude Code 0\.\d+\.\d+ is not supported/,
  );
});

test('a program that tells no version is of none that is supported', () => {
  const bin = folder();
  putNative(join(bin, 'claude'));
  expect(() => findAgent('claude', bin)).toThrow(/^FULCRUM_E_AGENT_VERSION: Claude Code/);
});

test('whoever asks what there is hears of each', () => {
  const bin = folder();
  putNative(join(bin, 'claude'));
  expect(inspectAgents(bin)).toEqual([
    {
      name: 'claude',
      title: 'Claude Code',
      found: null,
      fault: expect.stringContaining('AGENT_VERSION') as unknown,
    },
    {
      name: 'codex',
      title: 'Codex',
      found: null,
      fault: expect.stringContaining('AGENT_MISSING') as unknown,
    },
  ]);
});
