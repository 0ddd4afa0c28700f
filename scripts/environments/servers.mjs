// Development servers, which run a program's modules in ways of their own.
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../command.mjs';
import { toolScript, work } from './folders.mjs';
import { write } from './sources.mjs';

const viteServer = (body) => `
import { createServer, createServerModuleRunner } from 'vite';
const server = await createServer({ root: ${JSON.stringify(work)}, configFile: false, logLevel: 'error', appType: 'custom', server: { middlewareMode: true, ws: false }, ssr: { external: ['nogil'] } });
${body}
await server.close();
`;

/** Starts the program when it is asked to, and ends the server after that. */
const nextClient = (script) => `
import { spawn } from 'node:child_process';
const port = 20000 + (process.pid % 20000);
const server = spawn(process.execPath, [${JSON.stringify(script)}, process.argv[2], '-p', String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
for await (const text of server.stdout.setEncoding('utf8')) {
  process.stderr.write(text);
  if (/Ready/.test(text)) {
    break;
  }
}
const answer = await fetch('http://localhost:' + port + '/cases');
console.error(answer.status, (await answer.text()).slice(0, 2000));
server.kill();
`;

function makeNextApplication(folder) {
  rmSync(join(work, folder), { recursive: true, force: true });
  for (const name of ['started', 'library', 'report']) {
    cpSync(join(work, `esm/${name}.js`), join(work, folder, `program/${name}.js`));
  }
  write(`${folder}/package.json`, { name: 'next-application', private: true, type: 'module' });
  const root = JSON.stringify(join(work, '..'));
  write(
    `${folder}/next.config.mjs`,
    `export default { serverExternalPackages: ['nogil'], outputFileTracingRoot: ${root}, turbopack: { root: ${root} } };\n`,
  );
  write(`${folder}/app/layout.js`, 'export default function Layout({ children }) {\n  return children;\n}\n');
  write(
    `${folder}/app/cases/route.js`,
    "import { start } from '../../program/started.js';\nexport const dynamic = 'force-dynamic';\nexport async function GET() {\n  await start();\n  return new Response('done');\n}\n",
  );
  write(`${folder}/client.mjs`, nextClient(toolScript('next')));
}

const environment = { NEXT_TELEMETRY_DISABLED: '1' };

export const servers = [
  {
    title: 'vite, ssrLoadModule',
    tool: 'vite',
    prepare: () =>
      write(
        'vite-load.mjs',
        viteServer("const { start } = await server.ssrLoadModule('/src/started.ts');\nawait start();"),
      ),
    start: () => ({ args: ['vite-load.mjs'] }),
  },
  {
    title: 'vite, module runner',
    tool: 'vite',
    prepare: () =>
      write(
        'vite-runner.mjs',
        viteServer(
          "const runner = createServerModuleRunner(server.environments.ssr);\nconst { start } = await runner.import('/src/started.ts');\nawait start();\nawait runner.close();",
        ),
      ),
    start: () => ({ args: ['vite-runner.mjs'] }),
  },
  {
    title: 'Next.js, next build and next start',
    tool: 'next',
    prepare: () => {
      makeNextApplication('next-start');
      const options = { cwd: join(work, 'next-start'), env: { ...process.env, ...environment } };
      mustRun(process.execPath, [toolScript('next'), 'build'], options);
    },
    start: () => ({ args: ['client.mjs', 'start'], cwd: join(work, 'next-start'), env: environment }),
  },
  {
    title: 'Next.js, next dev',
    tool: 'next',
    prepare: () => makeNextApplication('next-dev'),
    start: () => ({ args: ['client.mjs', 'dev'], cwd: join(work, 'next-dev'), env: environment }),
  },
];
