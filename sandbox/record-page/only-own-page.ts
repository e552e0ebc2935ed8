import type { NextFunction, Request, RequestHandler, Response } from 'express';

/**
 * Lets only the page itself call its server: not other host names and not other pages, since whoever can call it can
 * act as any user.
 *
 * @param host `host:port` the page is reached by
 * @param refuse makes the error to throw
 */
export function onlyOwnPage(host: () => string, refuse: () => Error): RequestHandler {
  return (req: Request, _res: Response, next: NextFunction) => {
    const own = host();
    const origin = req.headers.origin;
    if (req.headers.host !== own || (origin !== undefined && origin !== `http://${own}`)) throw refuse();
    next();
  };
}
