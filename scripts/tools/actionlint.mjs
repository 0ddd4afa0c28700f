// actionlint, the checker of GitHub's workflow files, compiled by Go on first use (about 10 s).
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { answers, mustRun, PlainError, projectFolder } from '../command.mjs';

const VERSION = '1.7.12';

/** The path of the program; throws a PlainError where it cannot be installed. */
export function actionlint() {
  const folder = join(projectFolder, 'build', 'tools', `actionlint-${VERSION}`);
  const program = join(folder, process.platform === 'win32' ? 'actionlint.exe' : 'actionlint');
  if (!existsSync(program)) {
    if (!answers('go', ['version'])) {
      throw new PlainError('actionlint is compiled with Go, which was not found');
    }
    console.log(`installing actionlint ${VERSION} (go install)`);
    // GOFLAGS as somebody set it for another project must not decide how this is built.
    const env = { ...process.env, GOBIN: folder, GOFLAGS: '' };
    mustRun('go', ['install', `github.com/rhysd/actionlint/cmd/actionlint@v${VERSION}`], { env });
  }
  return program;
}
