package io.gpuledger.dashboard.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;

/**
 * One line of the table of routes.
 *
 * @param path Javalin's form, e.g. {@code /api/v1/budgets/{id}}
 */
record Route(HandlerType method, String path, Access access, Call call) {
  /** What a route does, for whom. */
  interface Call {
    void run(Context context, Caller caller) throws Exception;
  }

  static Route get(String path, Access access, Call call) {
    return new Route(HandlerType.GET, path, access, call);
  }

  static Route post(String path, Access access, Call call) {
    return new Route(HandlerType.POST, path, access, call);
  }

  static Route put(String path, Access access, Call call) {
    return new Route(HandlerType.PUT, path, access, call);
  }

  static Route delete(String path, Access access, Call call) {
    return new Route(HandlerType.DELETE, path, access, call);
  }

  boolean writes() {
    return !method.equals(HandlerType.GET);
  }
}
