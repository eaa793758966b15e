import type {
  AdapterFactory,
  AdapterRequest,
  AdapterRoute,
  CanServe,
  CanTest,
  Channel,
  ChannelAdapter,
  ChannelHost,
  Check,
} from '../adapter.ts';
import { presentProblem } from './answers.ts';
import { FORM_ROUTES, SUBMIT_ROUTE } from './routes.ts';
import { type FormSettings, parseFormSettings } from './settings.ts';
import { handleFormRequest } from './transport.ts';

/** Web forms: a hosted page, a script to embed, and a target for plain HTML forms and programs. */
export const formAdapter: AdapterFactory<FormSettings> = {
  kind: 'form',
  routes: FORM_ROUTES,
  secrets: [],
  parseSettings: parseFormSettings,
  create: createFormChannel,
};

/** A form that answers over HTTP from its making on; `stop` lets what is under way be stored. */
function createFormChannel(
  channel: Channel<FormSettings>,
  host: ChannelHost,
): ChannelAdapter & CanServe & CanTest {
  const underWay = new Set<Promise<unknown>>();
  let isStopped = false;
  return {
    async start() {
      isStopped = false;
      await host.health.connected();
    },
    async stop() {
      isStopped = true;
      await Promise.allSettled(underWay);
    },
    async handle(route: AdapterRoute, request: AdapterRequest) {
      if (isStopped && route.path === SUBMIT_ROUTE.path) {
        request.body.resume();
        return presentProblem(503, 'This form is not taking submissions just now. Try again in a moment.');
      }
      const answer = handleFormRequest(route, { channel, host, request });
      underWay.add(answer);
      return answer.finally(() => underWay.delete(answer));
    },
    async test() {
      return [checkAnswerable(channel.settings)];
    },
  };
}

/** A form has no upstream to try; what can be wrong with it is that nobody can be answered. */
function checkAnswerable({ fields }: FormSettings): Check {
  const canBeAnswered = fields.some(
    ({ name, type }) => type === 'email' || type === 'phone' || name === 'email' || name === 'phone',
  );
  return {
    name: 'Senders can be answered',
    ok: canBeAnswered,
    error: canBeAnswered ? null : 'The form asks for neither an email address nor a phone number.',
  };
}
