import { hubspot } from '@hubspot/ui-extensions';
import { createPageRouter, PageRoutes } from '@hubspot/ui-extensions/pages';
import { Inbox } from './inbox.tsx';

const PageRouter = createPageRouter(
  <PageRoutes>
    <PageRoutes.IndexRoute component={Inbox} id="inbox" />
  </PageRoutes>,
);

hubspot.extend<'pages'>(() => <PageRouter />);
