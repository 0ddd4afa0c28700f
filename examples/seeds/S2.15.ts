// Chapter 09, line 338: URLs by a pool of threads.
import { ThreadPoolExecutor } from 'nogil/futures';
import { wordsOr } from './arguments.js';
import { download, withServer } from './server.js';
import { show } from './show.js';

await withServer(async (port) => {
  const fetchData = (url: string) => download(url, port);

  await new ThreadPoolExecutor({ maxWorkers: 4 }).use(async (executor) => {
    const urls = wordsOr(['http://a.com', 'http://b.com', 'http://c.com']);
    const results = await executor.map(fetchData, urls).toArray();
    console.log(show(results));
  });
});
