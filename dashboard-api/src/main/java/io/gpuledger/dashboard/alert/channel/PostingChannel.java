package io.gpuledger.dashboard.alert.channel;

import java.util.Map;

/** Posts the payload as it is to a secret address: Slack's and Teams' incoming webhooks. */
final class PostingChannel implements Channel {
  private final GuardedHttp http;
  private final String address;
  private final boolean allowPrivate;

  PostingChannel(GuardedHttp http, String address, boolean allowPrivate) {
    this.http = http;
    this.address = address;
    this.allowPrivate = allowPrivate;
  }

  @Override
  public Outcome send(Message message) {
    return http.post(address, GuardedHttp.JSON, message.payload(), Map.of(), allowPrivate);
  }
}
